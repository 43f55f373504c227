import type { RunningStack, StartOptions } from '../running-stack.js';
import { startStack } from '../start-stack.js';
import type { Settings } from '../settings.js';
import { openTrialPlace } from './trial-place.js';

export interface TrialOptions extends Pick<StartOptions, 'backendsOnly'> {
  readonly root: string;
  /** Shown in the name of its folder, .eventstage/trials/<name>-XXXXXX. */
  readonly name: string;
  readonly progress?: StartOptions['progress'];
}

export interface TrialStack extends RunningStack {
  /** Where it runs, for commands that must find it. */
  readonly settings: Settings;
}

/** A separate stack for a test: starts empty, next to other stacks, and shares only the tools. Stops with this process. */
export async function startTrialStack(options: TrialOptions): Promise<TrialStack> {
  const { root, name, progress = () => {} } = options;
  const place = await openTrialPlace(root, name);
  try {
    const stack = await startStack({ ...options, settings: place.settings, progress });
    if (!stack) throw new Error('a trial stack is never asked to stop before it is ready');
    return { ...stack, settings: place.settings, stop: () => stack.stop().finally(() => place.close()) };
  } catch (error) {
    await place.close();
    throw error;
  }
}
