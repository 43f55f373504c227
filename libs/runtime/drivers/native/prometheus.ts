import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlacedPart } from '../../stack.js';
import type { Instance } from './instances.js';
import { writeWhole } from '../../whole-file.js';
import { answersHttp, type Launch } from './launch.js';

export interface PrometheusOptions {
  readonly prometheus: PlacedPart;
  /** Every part with a /metrics endpoint. */
  readonly targets: readonly PlacedPart[];
  readonly program: string;
  readonly dataFolder: string;
  /** Contains rules as *.yml; *.test.yml are tests for promtool. */
  readonly rulesFolder: string;
}

/**
 * The metrics store with exemplars, on loopback only, scraping every two seconds. It runs in its data folder and only gets names in it:
 * Prometheus treats the paths of rules and targets as patterns, and a folder could be called `[1]`.
 */
export function prometheusServer(options: PrometheusOptions): Launch {
  const { prometheus, program, dataFolder, rulesFolder } = options;
  const address = `127.0.0.1:${prometheus.ports['http']}`;
  return {
    program,
    given: [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=tsdb',
      // Whichever is reached first. An idle stack writes about 40 MB a day, a busy one twice that.
      '--storage.tsdb.retention.time=30d',
      '--storage.tsdb.retention.size=1GB',
      // How much stays in memory: one and a half times this (the default is two hours), and what a restart must replay.
      '--storage.tsdb.min-block-duration=30m',
      '--enable-feature=exemplar-storage',
      // A pattern that matches no origin: pages of other sites cannot read responses. The default is any.
      '--web.cors.origin=none',
      `--web.listen-address=${address}`,
    ],
    cwd: dataFolder,
    prepare: async () => {
      await mkdir(dataFolder, { recursive: true });
      writeInstances(dataFolder, []);
      await copyRules(rulesFolder, join(dataFolder, 'rules'));
      await writeFile(join(dataFolder, 'prometheus.yml'), configuration(options));
    },
    answers: () => answersHttp(`http://${address}/-/ready`),
    startLimitMs: 60_000,
    stopLimitMs: 15_000,
  };
}

const instancesFile = 'instances.json';

/** Tells a running Prometheus the additional instances of services, whose work counts as the service's. */
export function writeInstances(dataFolder: string, instances: readonly Instance[]): void {
  const targets = instances.map(({ part, port }) => ({ targets: [`127.0.0.1:${port}`], labels: { job: part } }));
  writeWhole(join(dataFolder, instancesFile), JSON.stringify(targets));
}

async function copyRules(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to);
  const names = await readdir(from).catch((): string[] => []);
  const rules = names.filter((name) => name.endsWith('.yml') && !name.endsWith('.test.yml'));
  await Promise.all(rules.map((name) => copyFile(join(from, name), join(to, name))));
}

/** JSON is valid YAML, and needs no library. Job names are part names. */
export function configuration({ prometheus, targets }: Pick<PrometheusOptions, 'prometheus' | 'targets'>): string {
  const job = ({ name, ports }: PlacedPart) => ({
    job_name: name,
    static_configs: [{ targets: [`127.0.0.1:${ports['http']}`] }],
  });
  return `${JSON.stringify(
    {
      global: { scrape_interval: '2s', scrape_timeout: '1900ms', evaluation_interval: '2s' },
      rule_files: ['rules/*.yml'],
      scrape_configs: [
        ...[...targets, prometheus].map(job),
        { job_name: 'instances', file_sd_configs: [{ files: [instancesFile], refresh_interval: '2s' }] },
      ],
    },
    null,
    2,
  )}\n`;
}
