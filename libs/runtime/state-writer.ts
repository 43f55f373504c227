import type { Progress } from './progress.js';
import { writeState, type StackState } from './state.js';
import { sentenceOfSystem } from './system-error.js';

/** Keeps state.json true for whoever owns the parts, and must not end because a disk is full for a while. */
export class StateWriter {
  private unwritten = false;

  constructor(
    private readonly stateFolder: string,
    private readonly progress: Progress,
  ) {}

  /** Whether the last one could not be written: it is to be tried again once there may be room. */
  get isBehind(): boolean {
    return this.unwritten;
  }

  /** @throws what is no refusal of the system */
  write(state: StackState): void {
    try {
      writeState(this.stateFolder, state);
      this.unwritten = false;
    } catch (error) {
      const sentence = sentenceOfSystem(error);
      if (sentence === undefined) throw error;
      if (!this.unwritten) this.progress(sentence);
      this.unwritten = true;
    }
  }
}
