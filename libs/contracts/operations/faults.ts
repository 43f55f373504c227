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
    /** The event loop is blocked for this long at a time, and for this share of the time. */
    busy: Type.Optional(
      Type.Object(
        {
          share: Type.Number({ exclusiveMinimum: 0, maximum: 0.99 }),
          blockMs: Type.Integer({ minimum: 1, maximum: 10_000 }),
        },
        { additionalProperties: false },
      ),
    ),
    /** The heap grows and is full after about this long: the process dies. */
    fillHeapWithinMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 600_000 })),
    /** The process exits with this code after the response. */
    exitCode: Type.Optional(Type.Integer({ minimum: 1, maximum: 125 })),
    /**
     * The clock of the process (`new Date()`, `Date.now()`) is ahead by this much, or behind when negative, and so are the times in
     * its rows, events, logs and message headers. Not shifted: timers, durations, the database's now(), the brokers' clocks, the
     * Date header of HTTP.
     */
    clockOffsetMs: Type.Optional(Type.Integer({ minimum: -86_400_000, maximum: 86_400_000 })),
  },
  { additionalProperties: false },
);
/** The faults that the switch inside a service injects; `{}` is none. */
export type FaultSettings = Type.Static<typeof FaultSettings>;

/** What the switch has done since it was set, as the service sees it. */
export interface FaultEffects {
  /** Requests and messages that were made slow or failed. */
  requests: number;
  messages: number;
  /** Event loop utilization, 0 to 1. */
  busyShare: number;
  /** The time by the service's own clock; ISO 8601, UTC. */
  now: string;
}
