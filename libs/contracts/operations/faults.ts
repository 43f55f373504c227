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

const port = '([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';

/**
 * Another way to something the service stands on: connections to `to` are opened at `by`, on this machine. Both are
 * `host:port`. Whoever may set faults must not be able to send passwords and events to another machine.
 */
const Way = Type.Object(
  {
    to: Type.String({ pattern: `^[A-Za-z0-9.-]{1,200}:${port}$` }),
    by: Type.String({ pattern: `^127\\.0\\.0\\.1:${port}$` }),
  },
  { additionalProperties: false },
);
export type Way = Type.Static<typeof Way>;

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
    ways: Type.Optional(Type.Array(Way, { maxItems: 100 })),
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
  ways: WayEffects[];
}

/** The connections to one address since its way was set. */
export interface WayEffects extends Way {
  /** Open now by this way. */
  open: number;
  /** Open now by any other way: those that escaped. */
  escaped: number;
  /** Opened by this way so far. */
  opened: number;
  /** Attempts by this way that were refused, or ended before they were open. */
  failed: number;
}
