import { renameSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlacedPart } from '../../stack.js';
import type { Instance } from './instances.js';
import { answersHttp, type Launch } from './launch.js';

export interface PrometheusOptions {
  readonly prometheus: PlacedPart;
  /** Every part with a /metrics page. */
  readonly targets: readonly PlacedPart[];
  readonly program: string;
  readonly dataFolder: string;
  /** Rules in it are *.yml; *.test.yml are promtool's and not for the server. */
  readonly rulesFolder: string;
}

/** The metrics store with exemplars, on loopback only, scraping every two seconds. */
export function prometheusServer(options: PrometheusOptions): Launch {
  const { prometheus, program, dataFolder, rulesFolder } = options;
  const address = `127.0.0.1:${prometheus.ports['http']}`;
  const config = join(dataFolder, 'prometheus.yml');
  return {
    program,
    given: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(dataFolder, 'tsdb')}`,
      // Whichever is reached first. An idle stack writes about 40 MB a day, a busy one twice that.
      '--storage.tsdb.retention.time=30d',
      '--storage.tsdb.retention.size=1GB',
      '--enable-feature=exemplar-storage',
      // A regular expression no origin fits: a page of another site may not read the answers. Its default is any.
      '--web.cors.origin=none',
      `--web.listen-address=${address}`,
    ],
    prepare: async () => {
      await mkdir(dataFolder, { recursive: true });
      writeInstances(dataFolder, []);
      await writeFile(config, configuration(options, await ruleFiles(rulesFolder)));
    },
    answers: () => answersHttp(`http://${address}/-/ready`),
    startLimitMs: 60_000,
    stopLimitMs: 15_000,
  };
}

const instancesFile = (dataFolder: string): string => join(dataFolder, 'instances.json');

/** Tells a running Prometheus which services run more than once: what one of them does counts as the service's work. */
export function writeInstances(dataFolder: string, instances: readonly Instance[]): void {
  const targets = instances.map(({ part, port }) => ({ targets: [`127.0.0.1:${port}`], labels: { job: part } }));
  const file = instancesFile(dataFolder);
  // Renamed into place: it may be read at any moment.
  writeFileSync(`${file}.new`, JSON.stringify(targets));
  renameSync(`${file}.new`, file);
}

async function ruleFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => name.endsWith('.yml') && !name.endsWith('.test.yml')).map((name) => join(folder, name));
}

/** JSON is YAML, and needs no library to be written right. Job names are part names. */
export function configuration(
  { prometheus, targets, dataFolder }: PrometheusOptions,
  rules: readonly string[],
): string {
  const job = ({ name, ports }: PlacedPart) => ({
    job_name: name,
    static_configs: [{ targets: [`127.0.0.1:${ports['http']}`] }],
  });
  return `${JSON.stringify(
    {
      global: { scrape_interval: '2s', scrape_timeout: '1900ms', evaluation_interval: '2s' },
      rule_files: rules,
      scrape_configs: [
        ...[...targets, prometheus].map(job),
        { job_name: 'instances', file_sd_configs: [{ files: [instancesFile(dataFolder)], refresh_interval: '2s' }] },
      ],
    },
    null,
    2,
  )}\n`;
}
