import type { Runtime, PartState } from './state.js';

/**
 * What a tool can do to the parts of a running stack, on any runtime. Every implementation passes driver.contract.ts. All methods
 * reject with NotPossible if there is no such part (suggesting the nearest) or the stack is gone.
 */
export interface Driver {
  readonly runtime: Runtime;
  /** Every part as it is now. */
  parts(): Promise<PartState[]>;
  /** Kills the part (SIGKILL) and leaves it down. Does nothing to a part that is already down. */
  kill(part: string): Promise<void>;
  /** Drains and stops the part (SIGTERM) and leaves it down. */
  stop(part: string): Promise<void>;
  /** Starts a part that is down; resolves once it is healthy. Does nothing to a part that is up. */
  start(part: string): Promise<void>;
  /** stop, then start. */
  restart(part: string): Promise<void>;
  /** Freezes the part (SIGSTOP): its connections stay open but it does not respond, as on a dead network. */
  pause(part: string): Promise<void>;
  /** Undoes pause. Does nothing to a part that is not paused. */
  resume(part: string): Promise<void>;
  /**
   * Scales a service to this many instances. Additional instances are parts named `video-worker-2` and so on; they stop with the part
   * that they belong to.
   */
  scale(part: string, instances: number): Promise<void>;
  /**
   * The part's address on this machine: `http://127.0.0.1:17001`, or `127.0.0.1:17092` for a broker or database.
   * @param port name of one of the part's ports (stack.ts). Default: the first
   */
  address(part: string, port?: string): string;
}
