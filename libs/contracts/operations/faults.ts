import Type from 'typebox';

/** GET returns the setting of the switch, PUT replaces all of it. */
export const faultsPath = '/faults';
/** GET returns how many requests and messages the switch affected. */
export const faultEffectsPath = '/faults/effects';

const share = Type.Optional(Type.Number({ minimum: 0, maximum: 1 }));
const slowMs = Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 }));
const Trouble = Type.Object({ failShare: share, slowShare: share, slowMs }, { additionalProperties: false });

/** Which share of the work is slow or fails, from 0 to 1; omitted means none. */
export type Trouble = Type.Static<typeof Trouble>;

export const FaultSettings = Type.Object(
  {
    http: Type.Optional(Trouble),
    messages: Type.Optional(Trouble),
    crashRelayAfterPublish: Type.Optional(Type.Boolean()),
    /** Its one thread does nothing for so long at a time, and for this share of all time. */
    busy: Type.Optional(
      Type.Object(
        {
          share: Type.Number({ exclusiveMinimum: 0, maximum: 0.99 }),
          blockMs: Type.Integer({ minimum: 1, maximum: 10_000 }),
        },
        { additionalProperties: false },
      ),
    ),
    /** Its heap grows, and is full after about this long: the process dies of it. */
    fillHeapWithinMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 600_000 })),
    /** It exits with this code once it has answered. */
    exitCode: Type.Optional(Type.Integer({ minimum: 1, maximum: 125 })),
    /**
     * What its process takes for the time is this much later, or earlier when negative: `new Date()`, `Date.now()`, and so what it
     * writes into rows, events, logs and headers of messages. Not shifted: timers, how long something takes, the database's now(),
     * the brokers' clocks, the Date header of HTTP.
     */
    clockOffsetMs: Type.Optional(Type.Integer({ minimum: -86_400_000, maximum: 86_400_000 })),
  },
  { additionalProperties: false },
);
/** The faults that the switch inside a service injects; `{}` is none. */
export type FaultSettings = Type.Static<typeof FaultSettings>;

/** What can be seen of the switch from inside the service, since it was set. */
export interface FaultEffects {
  /** Requests and messages that were made slow or failed. */
  requests: number;
  messages: number;
  /** From 0 to 1: for which share of the time its one thread had something to do, as Node measures it. */
  busyShare: number;
  /** The time by the service's own clock; ISO 8601, UTC. */
  now: string;
}
