import { partsAt, type PlacedPart } from '../../stack.js';
import { properties } from './kafka.js';
import { databaseOf, databaseUrl } from './postgres.js';
import { configuration } from './prometheus.js';
import { serviceEnvironment } from './service.js';

const stack = partsAt(17_000);
const named = (name: string) => stack.find((part) => part.name === name) as PlacedPart;

describe('the configuration of the parts', () => {
  it('has three voting brokers that listen on loopback only and keep three replicas, two of which must acknowledge', () => {
    const brokers = stack.filter(({ kind }) => kind === 'broker');
    const lines = properties({ broker: named('kafka-2'), brokers });
    expect(lines.split('\n')).toEqual(
      expect.arrayContaining([
        'node.id=2',
        'controller.quorum.voters=1@127.0.0.1:17095,2@127.0.0.1:17096,3@127.0.0.1:17097',
        'listeners=PLAINTEXT://127.0.0.1:17093,CONTROLLER://127.0.0.1:17096',
        'log.dirs=kafka-2',
        'default.replication.factor=3',
        'min.insync.replicas=2',
        'auto.create.topics.enable=false',
      ]),
    );
  });

  it('prevents clients from changing the protocol of a group, or blocking a topic for longer than a minute', () => {
    const brokers = stack.filter(({ kind }) => kind === 'broker');
    expect(properties({ broker: named('kafka-1'), brokers }).split('\n')).toEqual(
      expect.arrayContaining(['group.consumer.migration.policy=downgrade', 'transaction.max.timeout.ms=60000']),
    );
  });

  it('has Prometheus scrape each service under its own name, every two seconds', () => {
    const config = JSON.parse(configuration({ prometheus: named('prometheus'), targets: [named('order')] })) as {
      global: object;
      rule_files: string[];
      scrape_configs: object[];
    };
    expect(config.global).toMatchObject({ scrape_interval: '2s' });
    expect(config.rule_files).toEqual(['rules/*.yml']);
    expect(config.scrape_configs).toEqual([
      { job_name: 'order', static_configs: [{ targets: ['127.0.0.1:17001'] }] },
      { job_name: 'prometheus', static_configs: [{ targets: ['127.0.0.1:17090'] }] },
      { job_name: 'instances', file_sd_configs: [{ files: ['instances.json'], refresh_interval: '2s' }] },
    ]);
  });

  it('gives a service the address of its own database and of the other services', () => {
    const service = named('order-view');
    const options = { service, parts: stack, hasDatabase: true, root: '/', cacheFolder: '', videoFolder: '' };
    const env = serviceEnvironment(options);
    expect(env).toMatchObject({
      SERVICE_NAME: 'order-view',
      HOST: '127.0.0.1',
      PORT: '17005',
      DATABASE_URL: 'postgres://order_view:eventstage@127.0.0.1:17054/order_view',
      KAFKA_BROKERS: '127.0.0.1:17092,127.0.0.1:17093,127.0.0.1:17094',
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://127.0.0.1:17041/api/v2/spans',
      REVIEW_URL: 'http://127.0.0.1:17004',
    });
    expect(env).not.toHaveProperty('AUDITOR_DATABASE_URL');
  });

  it('names a database after its service', () => {
    expect(databaseOf('order-view')).toBe('order_view');
    expect(databaseUrl(named('postgres'), 'member', 'member')).toBe(
      'postgres://member:eventstage@127.0.0.1:17054/member',
    );
  });
});
