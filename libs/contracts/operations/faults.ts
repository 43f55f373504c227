import Type from 'typebox';

/** GET says what the switch is set to, PUT replaces all of it. */
export const faultsPath = '/faults';
/** GET counts what the switch did. */
export const faultEffectsPath = '/faults/effects';

const share = Type.Optional(Type.Number({ minimum: 0, maximum: 1 }));
const slowMs = Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 }));
const Trouble = Type.Object({ failShare: share, slowShare: share, slowMs }, { additionalProperties: false });

/** Which share of the work is slow or fails, from 0 to 1; what is left out does not happen. */
export type Trouble = Type.Static<typeof Trouble>;

export const FaultSettings = Type.Object(
  {
    http: Type.Optional(Trouble),
    messages: Type.Optional(Trouble),
    crashRelayAfterPublish: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
/** What the switch inside a service makes go wrong on purpose; `{}` is nothing. */
export type FaultSettings = Type.Static<typeof FaultSettings>;

/** How many requests and messages the switch has made slow or failed since it was set. */
export interface FaultEffects {
  requests: number;
  messages: number;
}
