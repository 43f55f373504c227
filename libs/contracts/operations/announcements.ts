import Type from 'typebox';

/** Where the control room accepts announcements. Each PUT replaces the previous one and is idempotent. */
export const announcementPaths = {
  faults: '/api/announcements/faults',
  scenario: '/api/announcements/scenario',
  recovery: '/api/announcements/recovery',
  restarts: '/api/announcements/restarts',
} as const;

const word = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9][a-z0-9-]*$' });
const strict = { additionalProperties: false } as const;
const nothing = Type.Null();

/** All active faults. */
export const FaultsAnnouncement = Type.Object(
  { active: Type.Array(Type.Object({ scenario: word, fault: word, target: word }, strict), { maxItems: 50 }) },
  strict,
);
export type FaultsAnnouncement = Type.Static<typeof FaultsAnnouncement>;

/** All three are null when no scenario runs. */
export const ScenarioAnnouncement = Type.Object(
  { scenario: Type.Union([word, nothing]), run: Type.Union([word, nothing]), phase: Type.Union([word, nothing]) },
  strict,
);
export type ScenarioAnnouncement = Type.Static<typeof ScenarioAnnouncement>;

/** Seconds, or null if it was not measured. */
const seconds = Type.Union([Type.Number({ minimum: 0, maximum: 86_400 }), nothing]);
export const RecoveryAnnouncement = Type.Object(
  {
    scenario: word,
    run: word,
    rejoinSeconds: seconds,
    drainSeconds: seconds,
    totalSeconds: seconds,
    estimatedSeconds: seconds,
  },
  strict,
);
export type RecoveryAnnouncement = Type.Static<typeof RecoveryAnnouncement>;

/** How many times each part was restarted after a crash since the stack started. */
export const RestartsAnnouncement = Type.Object(
  {
    parts: Type.Array(Type.Object({ part: word, restarts: Type.Integer({ minimum: 0 }) }, strict), { maxItems: 200 }),
  },
  strict,
);
export type RestartsAnnouncement = Type.Static<typeof RestartsAnnouncement>;
