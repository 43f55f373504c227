import { join } from 'node:path';
import { startStack, type RunningStack, type StartOptions } from './start-stack.js';

export interface TrialOptions extends Pick<StartOptions, 'backendsOnly' | 'extraParts'> {
  readonly root: string;
  /** Names its state folder: .eventstage/trials/<name>. Two at once need two names. */
  readonly name: string;
  /** First of about a hundred ports. Two at once need two bases. */
  readonly portBase: number;
  readonly progress?: StartOptions['progress'];
}

/** A stack of its own for a test or a benchmark: begins empty, beside whatever else runs, and shares only the tools. */
export async function startTrialStack(options: TrialOptions): Promise<RunningStack> {
  const { root, name, portBase, progress = () => {} } = options;
  const stateFolder = join(root, '.eventstage', 'trials', name);
  const toolsFolder = join(root, '.eventstage', 'tools');
  const stack = await startStack({
    ...options,
    settings: { root, stateFolder, toolsFolder, portBase },
    fresh: true,
    progress,
  });
  if (!stack) throw new Error('a trial stack is never asked to stop before it is ready');
  return stack;
}
