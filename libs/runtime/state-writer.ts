import type { Progress } from './progress.js';
import { writeState, type StackState } from './state.js';
import { sentenceOfSystem } from './system-error.js';

/** Keeps state.json up to date, and survives a disk that is full for a while. */
export class StateWriter {
  private unwritten = false;

  constructor(
    private readonly stateFolder: string,
    private readonly progress: Progress,
  ) {}

  /** Whether the last write failed and must be retried. */
  get isBehind(): boolean {
    return this.unwritten;
  }

  /** @throws any error except a refusal by the system */
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
