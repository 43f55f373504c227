import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSettings, readSetting, settings, wrongSettings, type SettingName } from './index.js';

const names = Object.keys(settings) as SettingName[];
const read = (file: string): string => readFileSync(join(process.cwd(), file), 'utf8');

/** For each kind, common invalid values, and a valid one. */
const tried: [SettingName, string[], string, unknown][] = [
  ['EVENTSTAGE_PORT_BASE', ['abc', '80', '65500', '17000.5', '-1', '1e4', '0x4e20', ' ', '17000 '], '18000', 18_000],
  ['EVENTSTAGE_RUNTIME', ['Native', 'docker', 'compos'], 'compose', 'compose'],
  ['EVENTSTAGE_ORDERS_PER_SECOND', ['two', '-1', '1001', 'NaN', 'Infinity'], '0.5', 0.5],
  ['EVENTSTAGE_FAULT_SWITCH', ['ON', 'true', '1'], 'on', 'on'],
  ['EVENTSTAGE_FAULTS', ['slow', '{', "{'http':{}}"], '{"exitCode":1}', { exitCode: 1 }],
  ['EVENTSTAGE_ALLOWED_HOSTS', ['http://stage.example', 'stage:80', 'a,,b', '*'], 'a.b, c', ['a.b', 'c']],
  ['EVENTSTAGE_ALERT_GROUPS', ['billing,', ',', ' '], 'billing, my reports', ['billing', 'my reports']],
  ['PORT', ['http', '70000', '-1', '3000.5'], '0', 0],
  [
    'DATABASE_URL',
    ['order', 'http://x/y', 'postgres://127.0.0.1/order', 'postgres://me@/x'],
    'postgres://a:b@h:1/c',
    'postgres://a:b@h:1/c',
  ],
  ['KAFKA_BROKERS', ['kafka', 'http://kafka:9092', 'a:1,', 'a:70000', ','], 'a:1, b:2', ['a:1', 'b:2']],
  ['REVIEW_URL', ['127.0.0.1:17004', 'review', 'ftp://x', 'http://'], 'http://review:3000/', 'http://review:3000'],
  ['OTEL_TRACES_EXPORTER', ['jaeger', 'otlp,zipkin', 'console'], 'none', 'none'],
  ['OTEL_TRACES_SAMPLER_ARG', ['all', '1.5', '10%', '-0.1'], '0.1', 0.1],
  ['RUSH_TRACED_SHARE', ['2'], '1', 1],
  ['VIDEO_THREADS', ['0', 'auto', '1.5'], '4', 4],
  ['COMPOSE_PROFILES', ['ful', 'full;video'], 'lite,video', ['lite', 'video']],
  ['NODE_VERSION', ['latest', '24 '], '24.21.0', '24.21.0'],
  ['GRAFANA_PORT', ['0', 'web'], '3001', 3_001],
];

describe.each(tried)('%s', (name, wrong, right, value) => {
  it.each(wrong)('rejects %p by name and describes a valid value', (text) => {
    const [sentence, ...others] = wrongSettings({ [name]: text }, settings[name].readers);
    expect(sentence).toContain(`${name} is `);
    expect(sentence).toContain(`give ${settings[name].kind.right}.`);
    expect(others).toEqual([]);
    expect(() => readSetting({ [name]: text }, name)).toThrow(sentence);
  });

  it(`accepts ${right}`, () => {
    expect(readSetting({ [name]: right }, name)).toEqual(value);
    expect(() => checkSettings({ [name]: right }, settings[name].readers)).not.toThrow();
  });

  it('is not set when it is empty', () => {
    expect(readSetting({ [name]: '' }, name)).toBeUndefined();
    expect(wrongSettings({ [name]: '' }, settings[name].readers)).toEqual([]);
  });
});

describe('the settings', () => {
  it('reject an unknown EVENTSTAGE_ name and suggest the nearest', () => {
    expect(wrongSettings({ EVENTSTAGE_STATE_DIRECTORY: '/x' }, ['commands'])).toEqual([
      'There is no setting EVENTSTAGE_STATE_DIRECTORY; the nearest is EVENTSTAGE_STATE_DIR. docs/settings.md lists them.',
    ]);
  });

  it('ignore unknown names in an image', () => {
    expect(wrongSettings({ EVENTSTAGE_OF_AN_IMAGE: 'x' }, ['services'])).toEqual([]);
  });

  it('show no password and no terminal control characters', () => {
    const env = { DATABASE_URL: 'postgres:/me:secret@x', HOST: '\u001b[2J' };
    const said = wrongSettings(env, ['services']).join('\n');
    expect(said).toContain('DATABASE_URL');
    expect(said).toContain('HOST');
    expect(said).not.toContain('secret');
    expect(said).not.toContain('\u001b');
  });

  it('ignore variables of other programs', () => {
    expect(wrongSettings({ PORT: 'x', COMPOSE_PROFILES: 'theirs', NODE_VERSION: 'lts' }, ['commands'])).toEqual([]);
  });

  it('only give valid examples', () => {
    for (const name of names) {
      const example = /for example (\S+)$/.exec(settings[name].kind.right)?.[1];
      if (example) expect([name, settings[name].kind.read(example)]).not.toEqual([name, undefined]);
    }
  });

  it('of the containers are those of .env and docker-compose.yml, with valid values in .env', () => {
    const ofContainers = names
      .filter((name) => (settings[name].readers as readonly string[]).includes('containers'))
      .sort();
    const file = Object.fromEntries(
      [...read('.env').matchAll(/^([A-Z]\w*)=(.*)$/gm)].map(([, name = '', value]) => [name, value]),
    );
    expect(Object.keys(file).sort()).toEqual(ofContainers);
    expect(wrongSettings(file, ['containers'])).toEqual([]);
    const used = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? '');
    expect([...new Set([...used, 'COMPOSE_PROFILES'])].sort()).toEqual(ofContainers);
  });

  it('have the same default in docs/settings.md as in the services', () => {
    const files = readdirSync('apps', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const calls = files.flatMap((name) => [
      ...read(join('apps', name)).matchAll(/config\.setting\('(\w+)', ('[^']+'|[\d._]+)\)/g),
    ]);
    const used = calls.map(([, name, text = '']) => [name, text.replaceAll(/['_]/g, '')]);
    expect(used.length).toBeGreaterThan(3);
    expect(used).toEqual(used.map(([name]) => [name, settings[name as 'VIDEO_THREADS'].otherwise]));
  });

  it('of services include every variable that docker-compose.yml passes to them', () => {
    const own = read('docker-compose.yml').split('\n  prepare:')[1] ?? '';
    const handed = [...own.matchAll(/\b([A-Z][A-Z_]+): '?[^'\s]/g)].map(([, name]) => name ?? '');
    expect(handed.length).toBeGreaterThan(5);
    expect(handed.filter((name) => !Object.hasOwn(settings, name))).toEqual([]);
  });
});
