import type { Runtime, PartState } from './state.js';

/**
 * What a tool may do to the parts of a running stack, whatever runs them. Every implementation passes driver.contract.ts.
 * All methods reject with NotPossible when there is no such part (naming the nearest) or the stack has gone.
 */
export interface Driver {
  readonly runtime: Runtime;
  /** Every part as it is now. */
  parts(): Promise<PartState[]>;
  /** Ends the part at once (SIGKILL) and leaves it down. A part that is already down stays so. */
  kill(part: string): Promise<void>;
  /** Lets the part finish what it has in hand (SIGTERM), then leaves it down. */
  stop(part: string): Promise<void>;
  /** Starts a part that is down; resolves once it answers. A part that is up stays as it is. */
  start(part: string): Promise<void>;
  /** stop, then start. */
  restart(part: string): Promise<void>;
  /** Freezes the part (SIGSTOP): its connections stay open and nothing answers, as on a dead network. */
  pause(part: string): Promise<void>;
  /** Undoes pause. A part that is not paused stays as it is. */
  resume(part: string): Promise<void>;
  /**
   * Brings a service to so many instances. The further ones are parts named `video-worker-2` and so on; they stop with
   * the part they belong to.
   */
  scale(part: string, instances: number): Promise<void>;
  /**
   * Where the part is reached from this machine: `http://127.0.0.1:17001`, or `127.0.0.1:17092` for a broker or database.
   * @param port name of one of the part's ports (stack.ts); its first when left out
   */
  address(part: string, port?: string): string;
}
