import { join } from 'node:path';
import { defaultPortBase } from './stack.js';
import { oneOf } from './nearest.js';
import { NotPossible } from './not-possible.js';
import { runtimes, type Runtime } from './state.js';

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
}

const lowestBase = 1_024;
const highestBase = 65_000;

/**
 * @param env EVENTSTAGE_PORT_BASE (first of about a hundred ports, default 17000), EVENTSTAGE_STATE_DIR, EVENTSTAGE_RUNTIME
 * @throws NotPossible when the port base is not a number that leaves room for the stack's ports, or for an unknown runtime
 */
export function settingsFrom(root: string, env: Readonly<Record<string, string | undefined>>): Settings {
  const text = env['EVENTSTAGE_PORT_BASE'] ?? '';
  const portBase = text === '' ? defaultPortBase : Number(text);
  if (!Number.isInteger(portBase) || portBase < lowestBase || portBase > highestBase) {
    throw new NotPossible(
      `EVENTSTAGE_PORT_BASE is '${text}': give a whole number from ${lowestBase} to ${highestBase}, for example 18000.`,
    );
  }
  return {
    root,
    stateFolder: env['EVENTSTAGE_STATE_DIR'] || join(root, '.eventstage'),
    toolsFolder: join(root, '.eventstage', 'tools'),
    portBase,
    runtime: oneOf('runtime', env['EVENTSTAGE_RUNTIME'] || 'native', runtimes),
  };
}
