import { consumerGroups } from '#contracts';
import Type from 'typebox';
import { faults } from '../faults/catalog.js';
import { storyBystanders, storyLoads } from '../load/kinds/catalog.js';
import { words } from '../report/words.js';
import { loadRatePattern, momentPattern, namePattern, timePattern, timesPattern } from './patterns.js';

/** A text in both languages; a single text is used for both. */
const Text = Type.Union([Type.String(), Type.Object({ en: Type.String(), ko: Type.String() }, closed())], {
  description: 'One text, or one in English (en) and one in Korean (ko).',
});
const Time = (description: string) => Type.String({ pattern: timePattern, description });
const Moment = () =>
  Type.String({
    pattern: momentPattern,
    description: 'Time since the phase began, or a share of its length (`40%`); default 0.',
  });
const OnlyDesign = () => Type.String({ description: 'Only in this design; default all.' });

const whichFault = {
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
  with: Type.Optional(
    Type.Record(Type.String(), Type.String(), { description: 'Parameters of the fault: see `stage fault list`.' }),
  ),
};

const Given = Type.Object(whichFault, closed('A condition of the whole run.'));

const Fault = Type.Object(
  {
    ...whichFault,
    at: Type.Optional(Moment()),
    for: Type.Optional(Time('Duration; by default until the end of the phase.')),
    every: Type.Optional(Time('Interval at which the fault is repeated.')),
    design: Type.Optional(OnlyDesign()),
    optional: Type.Optional(Type.Boolean({ description: 'Only with --with-outage.' })),
    repeat: Type.Optional(
      Type.Integer({
        minimum: 2,
        description: 'Total number of times; by default as many as fit into the phase.',
      }),
    ),
  },
  closed('A fault.'),
);

const Scale = Type.Object(
  {
    part: Type.String({ description: 'A service.' }),
    instances: Type.Integer({ minimum: 1, maximum: 8, description: 'Number of instances from then on.' }),
    at: Type.Optional(Moment()),
    design: Type.Optional(OnlyDesign()),
  },
  closed('Scales a service until the run ends.'),
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
    scale: Type.Optional(Type.Array(Scale, { description: 'Services that are scaled in this phase.' })),
    until: Type.Optional(
      Type.Enum(['done'], {
        description: 'In the last phase: it ends when every accepted request is done.',
      }),
    ),
    steady: Type.Optional(
      Time('In the last phase: extends it until the parts restored at its beginning have been healthy for this long.'),
    ),
  },
  closed('A phase of the scenario.'),
);

const Load = () => Type.Enum(Object.keys(storyLoads), { description: 'The kind of requests.' });

const Variant = Type.Object(
  { load: Load(), method: Type.Optional(Text) },
  closed('An alternative load of a design, and what the report says about it.'),
);

const Design = Type.Object(
  {
    title: Type.Optional(Text),
    load: Type.Optional(Load()),
    variants: Type.Optional(
      Type.Record(Type.String({ pattern: namePattern }), Variant, {
        minProperties: 1,
        ...closed('Alternatives to `load`: the first one, unless --variant names another.'),
      }),
    ),
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

const Report = Type.Object(
  {
    words: Type.Optional(
      Type.Object(
        Object.fromEntries(Object.keys(words).map((word) => [word, Type.Optional(Text)])),
        closed('Words of the report, where its own do not fit.'),
      ),
    ),
    rows: Type.Optional(
      Type.Array(
        Type.Object(
          {
            title: Text,
            show: Type.Array(Type.String(), { minItems: 1, description: 'Measures: `beside.p99 in calm`.' }),
          },
          closed(),
        ),
        { description: 'Further rows of the table of all figures.' },
      ),
    ),
    method: Type.Optional(Type.Array(Text, { description: 'How it was measured.' })),
  },
  closed('What the report says about this scenario.'),
);

/** The format of a story file. */
export const StoryFile = Type.Object(
  {
    title: Text,
    story: Type.Optional(Text),
    designs: Type.Record(Type.String({ pattern: namePattern }), Design, { minProperties: 1, ...closed() }),
    beside: Type.Optional(
      Type.Array(Type.Enum(Object.keys(storyBystanders)), {
        uniqueItems: true,
        description: 'Further requests, which the load must not affect; `speeds` sets their rate.',
      }),
    ),
    speeds: Type.Object({ talk: speed('Timing for a live talk.'), fast: speed('Timing for tests.') }, closed()),
    given: Type.Optional(
      Type.Array(Given, {
        description:
          'Faults that are active from before the warm-up until the queues have drained, in every design: the conditions of the run, not its outage.',
      }),
    ),
    phases: Type.Array(Phase, { minItems: 1, description: 'In order.' }),
    drain: Type.Optional(Time('Time limit for the queues to drain after the last phase; default 60s.')),
    report: Type.Optional(Report),
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

/** Phases and the rest are keys beside `rate`: their values are checked where they are known (sizes.ts). */
function speed(description: string) {
  return Type.Intersect(
    [
      Type.Object({
        rate: Type.String({
          pattern: loadRatePattern,
          description: 'Requests per second, such as `40/s`, or a multiple of what limits the load: `2.4x`.',
        }),
      }),
      Type.Record(Type.String(), Type.String()),
    ],
    {
      description: `${description} The length of each phase and the rate of each stream beside the load, by name; parameters of the load; \`warm-up\`.`,
    },
  );
}
