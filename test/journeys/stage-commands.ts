import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Driver, Settings } from '#runtime';

const root = process.cwd();

/** The result of a command of the stage. */
export interface Done {
  code: number | null;
  /** Everything on stderr: progress, and the sentence of a refusal. */
  said: string;
  /** Its result with --json; undefined if there is none. */
  answer: unknown;
}

/** A running command of the stage. */
export interface Running {
  child: ChildProcess;
  said: () => string;
  done: Promise<Done>;
}

/** A running stack as a user sees it: the commands of the stage, and the answers of the parts. */
export class StageCommands {
  constructor(
    readonly driver: Driver,
    protected readonly settings: Pick<Settings, 'portBase' | 'stateFolder'>,
  ) {}

  get stateFolder(): string {
    return this.settings.stateFolder;
  }

  /** Runs `npm run stage -- <words> --json`, without npm, against this stack. */
  begin(...words: string[]): Running {
    const env = {
      ...process.env,
      EVENTSTAGE_PORT_BASE: String(this.settings.portBase),
      EVENTSTAGE_STATE_DIR: this.stateFolder,
    };
    const program = join(root, 'dist/apps/stage/src/main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', program, ...words, '--json'], { cwd: root, env });
    let said = '';
    let answered = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => (answered += chunk.toString()));
    const done = once(child, 'close').then(([code]): Done => {
      return {
        code: code as number | null,
        said,
        answer: answered === '' ? undefined : (JSON.parse(answered) as unknown),
      };
    });
    return { child, said: () => said, done };
  }

  async stage(...words: string[]): Promise<Done> {
    return this.begin(...words).done;
  }

  /** The same, for commands that must exit with 0. */
  async answer<T>(...words: string[]): Promise<T> {
    const { code, said, answer } = await this.stage(...words);
    if (code !== 0) throw new Error(`stage ${words.join(' ')} ended with ${code}: ${said}`);
    return answer as T;
  }

  async request(part: string, path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.driver.address(part)}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
  }

  /** The sum of a service's counter over the series whose labels contain all of these. */
  async counter(part: string, name: string, ...labels: string[]): Promise<number> {
    const text = await (await this.request(part, '/metrics')).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
      .reduce((sum, line) => sum + Number(/\} ([\d.e+]+)/.exec(line)?.[1] ?? 0), 0);
  }
}
