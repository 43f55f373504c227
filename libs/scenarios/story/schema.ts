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
      { description: 'What is done: see `stage fault list`.' },
    ),
    part: Type.String({ description: 'To which part of the stack: see `stage status`.' }),
    at: Type.Optional(Time('How long after the beginning of the phase; at once when left out.')),
    for: Type.Optional(Time('How long it lasts; to the end of the phase when left out.')),
    every: Type.Optional(Time('Begins again this long after it began.')),
    with: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'What is said of the fault: see `stage fault list`.' }),
    ),
    repeat: Type.Optional(
      Type.Integer({
        minimum: 2,
        description: 'How often it happens in all; as often as the phase has room when left out.',
      }),
    ),
  },
  closed('Something that breaks.'),
);

const Phase = Type.Object(
  {
    name: Type.String({ pattern: namePattern, description: 'How expectations and speeds call it.' }),
    title: Type.Optional(Text),
    load: Type.Optional(
      Type.String({
        pattern: timesPattern,
        description: 'A multiple of the rate of the story: `10x`, `0x`. Once when left out.',
      }),
    ),
    faults: Type.Optional(
      Type.Array(Fault, { description: 'What breaks in this phase. What still is at its end is mended then.' }),
    ),
    steady: Type.Optional(
      Time('In the last phase: it is prolonged until what was mended at its beginning has been back for this long.'),
    ),
  },
  closed('A stretch of the story.'),
);

const Design = Type.Object(
  {
    title: Type.Optional(Text),
    load: Type.Enum(Object.keys(storyLoads), { description: 'Which requests are sent.' }),
    queue: Type.Optional(
      Type.Enum(
        consumerGroups.map(({ name }) => name),
        { description: 'The consumer group whose queue takes the strain: it is drawn, and its draining is measured.' },
      ),
    ),
  },
  closed('One way to build the same thing. Every design gets the same load.'),
);

const Expectation = Type.Union(
  [
    Type.String(),
    Type.Object(
      { that: Type.String({ description: 'A measure and a bound: `lost = 0`.' }), text: Text },
      closed('A sentence, and how the report says it.'),
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
    speeds: Type.Object(
      { talk: speed('The story as it fits a scene on stage.'), fast: speed('The same story for tests.') },
      closed(),
    ),
    phases: Type.Array(Phase, { minItems: 1, description: 'In the order in which they are played.' }),
    drain: Type.Optional(Time('How long the queues may take to run empty after the last phase; 60s when left out.')),
    expect: Type.Record(Type.String(), Type.Array(Expectation, { minItems: 1 }), {
      description: 'What must be true, by design.',
    }),
  },
  {
    ...closed('A story that Eventstage plays and judges: load, faults, and what must be true.'),
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
    { description: `${description} Each phase by its name: how long it lasts.` },
  );
}
