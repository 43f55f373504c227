import { consumerGroups } from '#contracts';
import Type from 'typebox';
import { faults } from '../faults/catalog.js';
import { storyLoads } from './loads.js';
import { namePattern, ratePattern, timePattern, timesPattern } from './patterns.js';

/** Both languages of the talk; one text stands for both. */
const Text = Type.Union([Type.String(), Type.Object({ en: Type.String(), ko: Type.String() }, closed())], {
  description: 'One text, or one in English (en) and one in Korean (ko).',
});
const Time = (description: string) => Type.String({ pattern: timePattern, description });

const Fault = Type.Object(
  {
    fault: Type.Enum(
      faults.map(({ name }) => name),
      { description: 'Name of the fault: see `stage fault list`.' },
    ),
    part: Type.String({ description: 'Target, a part of the stack: see `stage status`.' }),
    to: Type.Optional(
      Type.String({
        description:
          'Network faults: the part at the other end, or `kafka` for all brokers; by default every part it is connected to.',
      }),
    ),
    at: Type.Optional(Time('Time since the phase began; default 0.')),
    for: Type.Optional(Time('Duration; by default until the end of the phase.')),
    every: Type.Optional(Time('Interval at which the fault is repeated.')),
    with: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Parameters of the fault: see `stage fault list`.' }),
    ),
    repeat: Type.Optional(
      Type.Integer({
        minimum: 2,
        description: 'Total number of times; by default as many as fit into the phase.',
      }),
    ),
  },
  closed('A fault.'),
);

const Phase = Type.Object(
  {
    name: Type.String({ pattern: namePattern, description: 'Its name in expectations and speeds.' }),
    title: Type.Optional(Text),
    load: Type.Optional(
      Type.String({
        pattern: timesPattern,
        description: 'A multiple of the rate: `10x`, `0x`. Default `1x`.',
      }),
    ),
    faults: Type.Optional(
      Type.Array(Fault, { description: 'Faults of this phase. They are undone at its end at the latest.' }),
    ),
    steady: Type.Optional(
      Time('In the last phase: extends it until the parts restored at its beginning have been healthy for this long.'),
    ),
  },
  closed('A phase of the scenario.'),
);

const Design = Type.Object(
  {
    title: Type.Optional(Text),
    load: Type.Enum(Object.keys(storyLoads), { description: 'The kind of requests.' }),
    queue: Type.Optional(
      Type.Enum(
        consumerGroups.map(({ name }) => name),
        { description: 'The consumer group to watch: its lag is plotted, and its recovery is measured.' },
      ),
    ),
  },
  closed('One of the designs to compare. Every design gets the same load.'),
);

const Expectation = Type.Union(
  [
    Type.String(),
    Type.Object(
      { that: Type.String({ description: 'A measure and a bound: `lost = 0`.' }), text: Text },
      closed('An expectation, with its text in the report.'),
    ),
  ],
  { description: 'A measure and a bound, such as `accept.p99 in outage <= 2x calm or <= 100ms`.' },
);

/** A story as it stands in its file. */
export const StoryFile = Type.Object(
  {
    title: Text,
    story: Type.Optional(Text),
    designs: Type.Record(Type.String({ pattern: namePattern }), Design, { minProperties: 1, ...closed() }),
    speeds: Type.Object({ talk: speed('Timing for a live talk.'), fast: speed('Timing for tests.') }, closed()),
    phases: Type.Array(Phase, { minItems: 1, description: 'In order.' }),
    drain: Type.Optional(Time('Time limit for the queues to drain after the last phase; default 60s.')),
    expect: Type.Record(Type.String(), Type.Array(Expectation, { minItems: 1 }), {
      description: 'What must hold, by design.',
    }),
  },
  {
    ...closed('A scenario for Eventstage: load, faults, and what must hold.'),
    title: 'Eventstage scenario',
  },
);
export type StoryFile = Type.Static<typeof StoryFile>;

function closed(description?: string): { additionalProperties: false; description?: string } {
  return { additionalProperties: false, ...(description && { description }) };
}

/** The phases are keys beside `rate`: what they hold is checked where the phases are known. */
function speed(description: string) {
  return Type.Intersect(
    [
      Type.Object({ rate: Type.String({ pattern: ratePattern, description: 'Requests per second, such as `40/s`.' }) }),
      Type.Record(Type.String(), Type.String()),
    ],
    { description: `${description} The length of each phase, by its name.` },
  );
}
