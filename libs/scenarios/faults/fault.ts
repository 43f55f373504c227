import type { Driver, PartKind } from '#runtime';

/** What a service is told by PUT /faults. Shares are from 0 to 1; what is left out does not happen. */
export interface SwitchSettings {
  http?: Trouble;
  messages?: Trouble;
  crashRelayAfterPublish?: boolean;
}

export interface Trouble {
  failShare?: number;
  slowShare?: number;
  slowMs?: number;
}

/** What a fault may touch. */
export interface FaultScope {
  driver: Driver;
  /** Tells the part's switch the sum of all faults that are on for it now; `{}` when none is. Rejects when it does not answer. */
  setSwitch(part: string): Promise<void>;
}

/** One way to break a part. Each undoes itself, and undoing twice is the same as once. */
export interface Fault {
  readonly name: string;
  /** One sentence for `fault list`. */
  readonly describes: string;
  /** Which kinds of parts it can be done to; all when left out. */
  readonly kinds?: readonly PartKind[];
  /** Whether the part is down or frozen until the fault is undone: the supervisor leaves it so. */
  readonly holds?: true;
  /** What it asks of the service's own switch. */
  readonly switch?: SwitchSettings;
  apply(scope: FaultScope, part: string): Promise<void>;
  /** Also called for a part that was started anew since, or is down. */
  undo(scope: FaultScope, part: string): Promise<void>;
}
