import type { FaultSettings } from '#contracts';
import type { Queries } from '#database';
import type { DeadLetter, KafkaAdmin } from '#messaging';
import type { Driver, PartKind, PartState } from '#runtime';
import type { Toxic } from './network/toxiproxy.js';
import type { Given, Parameter, ParameterValues } from './parameters.js';

/** What a fault may touch. */
export interface FaultScope {
  driver: Driver;
  /** Sets the part's switch to the sum of all its active faults; `{}` for none. Rejects if it does not answer. */
  setSwitch(part: string): Promise<void>;
  /**
   * Updates the connections between parts to match all active faults.
   * @param ended the fault that is no longer active
   */
  putNetworkRight(ended?: { part: string; to?: string | undefined }): Promise<void>;
  /**
   * Runs work in a service's own database, or in the named one, as that service and on one connection. Rejects if the
   * database does not answer.
   */
  readonly inDatabaseOf: <T>(service: string, work: (database: Queries) => Promise<T>, database?: string) => Promise<T>;
  readonly brokers: BrokerAccess;
  /** Where a native stack keeps data of this name on this machine; undefined for containers, which use volumes. */
  readonly dataFolder: (name: string) => string | undefined;
}

/** What a fault may do with the brokers. Rejects if none answers. */
export interface BrokerAccess {
  readonly publish: KafkaAdmin['publish'];
  readonly deadLettersOf: (group: string) => Promise<DeadLetter[]>;
}

/** How to see that a fault took effect. Without evidence, a run proves nothing. */
export interface FaultEvidence {
  /** `its process is gone`: what must be seen. */
  readonly says: string;
  /**
   * Looks once, at the part as a client or the operating system sees it, never at our own bookkeeping.
   * @param before the part before the fault
   * @param sinceMs when it began, milliseconds since 1970
   * @param given the fault's parameters
   * @returns what was seen; null if nothing yet. May reject, which means the same
   */
  look(
    scope: Pick<FaultScope, 'driver' | 'inDatabaseOf' | 'brokers'>,
    before: PartState,
    sinceMs: number,
    given: Given,
  ): Promise<string | null>;
}

/** What a fault does to the connections between two parts. */
export interface LinkTrouble {
  /** What is done to the traffic. Default: nothing. */
  readonly toxics?: (amounts: ParameterValues) => readonly Toxic[];
  /** Closes connections and refuses new ones. */
  readonly refuses?: true;
  /** Starts once the service has reopened its connections, so that they are open but silent. */
  readonly onceMoved?: true;
}

/** One way to break a part. Every fault undoes itself, and undo is idempotent. */
export interface Fault {
  readonly name: string;
  /** One sentence for `fault list`. */
  readonly describes: string;
  /** The kinds of parts it applies to. Default: all. */
  readonly kinds?: readonly PartKind[];
  /** The parts of those kinds it applies to, by name. Default: all. */
  readonly parts?: readonly string[];
  /** Parts of this kind must be up to apply and to undo it: while it is active, no other fault may take them down. */
  readonly needs?: PartKind;
  /**
   * Cuts its part off from parts of this kind: while it is active, faults that need one can be neither applied to the
   * part nor undone.
   */
  readonly closes?: PartKind;
  /** Whether the part is down or frozen until the fault is undone: the supervisor then leaves it alone. */
  readonly holds?: true;
  /** Whether it is over once applied, like a restart: there is nothing to undo. */
  readonly passes?: true;
  /** Its parameters, by name. Default: none. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /**
   * If set, it is applied to the connections between the part and another one, or to all of its connections:
   * network/links.ts.
   */
  readonly onLinks?: LinkTrouble;
  /** The settings of the service's own switch. */
  readonly switch?: (values: ParameterValues) => FaultSettings;
  readonly evidence: FaultEvidence;
  apply(scope: FaultScope, part: string, given: Given): Promise<void>;
  /**
   * Also called for a part that was restarted since, or is down, and by a different process than the one that applied
   * it.
   */
  undo(scope: FaultScope, part: string, given: Given): Promise<void>;
}
