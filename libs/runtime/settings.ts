import { join, resolve } from 'node:path';
import { readSetting, wrongSettings, type Environment } from '#settings';
import { defaultPortBase } from './stack.js';
import { NotPossible } from './not-possible.js';
import type { Runtime } from './state.js';

/** The folders and the port base of this checkout. Every path is absolute. */
export interface Settings {
  /** The project's root folder: where package.json is. */
  readonly root: string;
  /** state.json, logs, data. `.eventstage` in the root unless EVENTSTAGE_STATE_DIR is set. */
  readonly stateFolder: string;
  /** What was installed once: Kafka, Zipkin, Prometheus. Shared by every state folder of a checkout. */
  readonly toolsFolder: string;
  readonly portBase: number;
  /** The runtime that commands work on; native by default. */
  readonly runtime?: Runtime;
  /** The background load, unless overridden by a flag. */
  readonly ordersPerSecond?: number;
}

/**
 * @param env see libs/settings; a relative EVENTSTAGE_STATE_DIR is resolved against the root, wherever the command is
 * run
 * @throws NotPossible with a sentence for each invalid setting or folder
 */
export function settingsFrom(root: string, env: Environment): Settings {
  const refused = wrongSettings(env, ['commands']);
  if (refused.length > 0) throw new NotPossible(refused.join('\n'));
  const stateFolder = resolve(root, readSetting(env, 'EVENTSTAGE_STATE_DIR') ?? '.eventstage');
  for (const folder of [root, stateFolder]) {
    // Lists of folders (PATH, the class path) are split at colons, and lines at line ends, without a way to escape them.
    if (/[:\p{Cc}]/u.test(folder)) {
      throw new NotPossible(
        `The folder ${JSON.stringify(folder)} has a colon or a control character in its name, which does not work in PATH-like lists: move or rename it.`,
      );
    }
  }
  return {
    root,
    stateFolder,
    toolsFolder: join(root, '.eventstage', 'tools'),
    portBase: readSetting(env, 'EVENTSTAGE_PORT_BASE') ?? defaultPortBase,
    runtime: readSetting(env, 'EVENTSTAGE_RUNTIME') ?? 'native',
    ordersPerSecond: readSetting(env, 'EVENTSTAGE_ORDERS_PER_SECOND') ?? 2,
  };
}
