import { join, resolve } from 'node:path';
import { readSetting, wrongSettings, type Environment } from '#settings';
import { defaultPortBase } from './stack.js';
import { NotPossible } from './not-possible.js';
import type { Runtime } from './state.js';

/** Where this checkout keeps things, and where its ports begin. Every path is absolute. */
export interface Settings {
  /** The project's root folder: where package.json is. */
  readonly root: string;
  /** state.json, logs, data. `.eventstage` in the root unless EVENTSTAGE_STATE_DIR says otherwise. */
  readonly stateFolder: string;
  /** What was installed once: Kafka, Zipkin, Prometheus. Shared by every state folder of a checkout. */
  readonly toolsFolder: string;
  readonly portBase: number;
  /** Which runtime the commands work on; native when left out. */
  readonly runtime?: Runtime;
  /** The light stream of orders, unless a flag says otherwise. */
  readonly ordersPerSecond?: number;
}

/**
 * @param env see libs/settings; EVENTSTAGE_STATE_DIR starts at the root when it is relative, wherever the command is run
 * @throws NotPossible with a sentence for each setting that cannot be used, or for a folder that cannot
 */
export function settingsFrom(root: string, env: Environment): Settings {
  const refused = wrongSettings(env, ['commands']);
  if (refused.length > 0) throw new NotPossible(refused.join('\n'));
  const stateFolder = resolve(root, readSetting(env, 'EVENTSTAGE_STATE_DIR') ?? '.eventstage');
  for (const folder of [root, stateFolder]) {
    // Lists of folders (PATH, the class path) are split at colons, lines at their ends: there is no way to write it down.
    if (/[:\p{Cc}]/u.test(folder)) {
      throw new NotPossible(
        `The folder ${JSON.stringify(folder)} has a colon or a control character in its name, which no list of folders can hold: move or rename it.`,
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
