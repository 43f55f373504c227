import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, relative } from 'node:path';
import { lastWords, run } from '#processes';
import { NotPossible } from '../../not-possible.js';
import { shellWord } from '../../shell-word.js';
import type { PlacedPart } from '../../stack.js';
import { writeWhole } from '../../whole-file.js';
import { classArchive } from './class-archive.js';
import { jvmFlags } from './jvm.js';
import type { Launch } from './launch.js';

export interface KafkaOptions {
  readonly broker: PlacedPart;
  /** All brokers of the cluster, including this one: they are the voters of the quorum. */
  readonly brokers: readonly PlacedPart[];
  readonly jars: string;
  /** Contains a folder per broker. */
  readonly dataFolder: string;
  /** Can be emptied at any time; contains the class archive (see `classArchive`). */
  readonly cacheFolder: string;
}

const heapMb = 384;

/** The node's number in the cluster: kafka-2 is 2. */
export const nodeIdOf = (broker: string): number => Number(/(\d+)$/.exec(broker)?.[1]);

/**
 * One combined node (broker and controller) of the cluster, in KRaft mode, on loopback only. It runs in the data folder and only gets
 * relative paths: the configuration splits paths at commas and is read as Latin-1, and Java splits the class path at colons.
 */
export function kafkaBroker(options: KafkaOptions): Launch {
  const { broker, dataFolder, cacheFolder } = options;
  const config = `${broker.name}.properties`;
  const archive = classArchive(cacheFolder, nodeIdOf(broker.name) === 1, dataFolder);
  const port = broker.ports['kafka'] as number;
  return {
    program: 'java',
    given: [
      ...jvmFlags(heapMb),
      ...archive.flags,
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
      '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
      '-cp',
      classPath(options),
      'kafka.Kafka',
      config,
    ],
    cwd: dataFolder,
    // A broker has about eighty threads, and glibc creates an arena for each of the first sixteen that allocate memory.
    env: { MALLOC_ARENA_MAX: '2' },
    prepare: async () => {
      await mkdir(dataFolder, { recursive: true });
      await mkdir(cacheFolder, { recursive: true });
      await writeFile(join(dataFolder, config), properties(options));
      await format(options, config);
    },
    answers: () => accepts(port),
    startLimitMs: 120_000,
    stopLimitMs: 20_000,
    // A slower broker gets larger batches: docs/adr/005-who-yields-the-processor.md has the benefit and the cost.
    yields: true,
    ended: archive.keep,
  };
}

/**
 * The settings of one node.
 * Sizes are for one machine, but the guarantees are not reduced: three replicas, two of which must have a message before it counts.
 */
export function properties({ broker, brokers }: Pick<KafkaOptions, 'broker' | 'brokers'>): string {
  const { kafka, controller } = broker.ports;
  const voters = brokers.map(({ name, ports }) => `${nodeIdOf(name)}@127.0.0.1:${ports['controller']}`).join(',');
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': nodeIdOf(broker.name),
    'controller.quorum.voters': voters,
    listeners: `PLAINTEXT://127.0.0.1:${kafka},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${kafka}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': broker.name,
    // Topics are created from the contracts before any client connects, never by first use.
    'auto.create.topics.enable': false,
    'default.replication.factor': 3,
    'min.insync.replicas': 2,
    'offsets.topic.replication.factor': 3,
    'offsets.topic.num.partitions': 10,
    // Groups must keep their offsets even if the stack is stopped for a month.
    'offsets.retention.minutes': 525_600,
    'transaction.state.log.replication.factor': 3,
    'transaction.state.log.min.isr': 2,
    'transaction.state.log.num.partitions': 3,
    // We do not use transactions. One that another client leaves open blocks all read-committed consumers.
    'transaction.max.timeout.ms': 60_000,
    'share.coordinator.state.topic.num.partitions': 1,
    // A consumer with the newer protocol (KIP-848) cannot join a live group of ours, and a group it created becomes ours again when it leaves.
    'group.consumer.migration.policy': 'downgrade',
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    // How long a dead broker stays leader, which is the outage that producers see.
    'broker.session.timeout.ms': 6_000,
    // A restarted broker soon leads its share of partitions again.
    'leader.imbalance.check.interval.seconds': 30,
    // Each of them wakes three times a second to find nothing; three brokers share this machine's cores.
    'num.network.threads': 1,
    'num.io.threads': 2,
    'num.recovery.threads.per.data.dir': 2,
    'background.threads': 2,
    'group.coordinator.threads': 1,
    // How often an idle controller appends an empty record to prove that it still can.
    'metadata.max.idle.interval.ms': 5_000,
    // Room for 160,000 keys in one pass over a compacted topic; allocated from the heap at the start.
    'log.cleaner.dedupe.buffer.size': 4_194_304,
    // How long a leader holds a follower's fetch without new records. The first records of a new topic wait at most this long.
    'replica.fetch.wait.max.ms': 1_000,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Writes the cluster's id into an empty log folder, without which a node does not start. */
async function format(options: KafkaOptions, config: string): Promise<void> {
  const { broker, dataFolder } = options;
  if (isFormatted(dataFolder, broker.name)) return;
  const id = clusterId(options);
  const given = ['-cp', classPath(options), 'kafka.tools.StorageTool', 'format', '-t', id, '-c', config];
  const { code, output } = await run('java', [...jvmFlags(heapMb), ...given], { cwd: dataFolder });
  if (code !== 0) throw new NotPossible(`${broker.name} could not be formatted: ${lastWords(output)}.`);
}

const classPath = ({ dataFolder, jars }: KafkaOptions): string => join(relative(dataFolder, jars), '*');

const metaFile = (dataFolder: string, broker: string): string => join(dataFolder, broker, 'meta.properties');

/** The cluster id stored by a node; undefined if there is none that can be read. */
function notedId(dataFolder: string, broker: string): string | undefined {
  const file = metaFile(dataFolder, broker);
  return existsSync(file) ? /^cluster\.id=(\S+)$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
}

/** @throws NotPossible if the folder contains data that its node could not read (after a power failure) */
function isFormatted(dataFolder: string, broker: string): boolean {
  if (!existsSync(metaFile(dataFolder, broker))) return false;
  if (notedId(dataFolder, broker) !== undefined) return true;
  throw new NotPossible(
    `${metaFile(dataFolder, broker)} is empty or truncated, so ${broker} cannot start: \`rm -r ${shellWord(join(dataFolder, broker))}\` and restart; the other brokers have a copy of everything in it.`,
  );
}

const idPattern = /^[A-Za-z0-9_-]{22}$/;

/** One id for all nodes: the one that a node has stored, otherwise generated by the first node. */
function clusterId({ dataFolder, brokers }: KafkaOptions): string {
  const noted = brokers.map(({ name }) => notedId(dataFolder, name)).find((id) => id !== undefined);
  if (noted) return noted;
  const file = join(dataFolder, 'cluster-id');
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
  if (idPattern.test(read())) return read();
  // Kafka expects 16 bytes in URL-safe base64, and mistakes a leading '-' for a flag.
  const fresh = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url').replace(/^-/, 'A');
  writeWhole(file, fresh);
  return fresh;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.setTimeout(1_000, () => socket.destroy(new Error(`port ${port} does not respond`)));
    socket.on('error', reject);
  });
}
