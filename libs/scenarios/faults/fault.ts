import type { FaultSettings } from '#contracts';
import type { Queries } from '#database';
import type { DeadLetter, KafkaAdmin } from '#messaging';
import type { Driver, PartKind, PartState } from '#runtime';
import type { Toxic } from './network/toxiproxy.js';
import type { Given, Parameter, ParameterValues } from './parameters.js';

/** What a fault may touch. */
export interface FaultScope {
  driver: Driver;
  /** Tells the part's switch the sum of all faults that are on for it now; `{}` when none is. Rejects when it does not answer. */
  setSwitch(part: string): Promise<void>;
  /**
   * Makes the connections between parts what all faults that are on want of them.
   * @param ended the fault that is on no more
   */
  putNetworkRight(ended?: { part: string; to?: string | undefined }): Promise<void>;
  /**
   * Works in a service's own database, or in the one that is named, as that service and on one connection. Rejects when the
   * database does not answer.
   */
  readonly inDatabaseOf: <T>(service: string, work: (database: Queries) => Promise<T>, database?: string) => Promise<T>;
  readonly brokers: BrokerAccess;
  /** Where a native stack keeps data of this name on this machine; undefined in containers, where the engine keeps it. */
  readonly dataFolder: (name: string) => string | undefined;
}

/** What a fault may do with the brokers. Rejects when none answers. */
export interface BrokerAccess {
  readonly publish: KafkaAdmin['publish'];
  readonly deadLettersOf: (group: string) => Promise<DeadLetter[]>;
}

/** How it is seen that a fault took effect. Without that, a run proves nothing. */
export interface FaultEvidence {
  /** `its process is gone`: what must be seen. */
  readonly says: string;
  /**
   * Looks once, at the part as a client or the operating system sees it, never at what we have noted.
   * @param before the part before the fault
   * @param sinceMs when it began, milliseconds since 1970
   * @param given what was said of the fault
   * @returns what was seen; null while there is nothing to see. May reject: then there was nothing to see
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
  /** What is done to what passes; nothing when left out. */
  readonly toxics?: (amounts: ParameterValues) => readonly Toxic[];
  /** Connections are ended, and further ones refused. */
  readonly refuses?: true;
  /** It begins when the service's connections have been opened anew, so that they are there and nothing comes. */
  readonly onceMoved?: true;
}

/** One way to break a part. Each undoes itself, and undoing twice is the same as once. */
export interface Fault {
  readonly name: string;
  /** One sentence for `fault list`. */
  readonly describes: string;
  /** Which kinds of parts it can be done to; all when left out. */
  readonly kinds?: readonly PartKind[];
  /** Which parts of those kinds it can be done to, by name; all when left out. */
  readonly parts?: readonly string[];
  /** Parts of this kind must be up to apply and to undo it: while it is active, no other fault may take them down. */
  readonly needs?: PartKind;
  /** Shuts its part out from parts of this kind: while it is active, faults that need one can be neither applied to the part nor undone. */
  readonly closes?: PartKind;
  /** Whether the part is down or frozen until the fault is undone: the supervisor leaves it so. */
  readonly holds?: true;
  /** Whether it is over once it is applied, as a restart is: there is nothing to undo. */
  readonly passes?: true;
  /** What can be said of it, by name; nothing when left out. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** Given, it is done to the connections between the part and another one, or all its connections: network/links.ts. */
  readonly onLinks?: LinkTrouble;
  /** What it asks of the service's own switch. */
  readonly switch?: (values: ParameterValues) => FaultSettings;
  readonly evidence: FaultEvidence;
  apply(scope: FaultScope, part: string, given: Given): Promise<void>;
  /** Also called for a part that was started anew since, or is down, and by another process than the one that applied it. */
  undo(scope: FaultScope, part: string, given: Given): Promise<void>;
}
