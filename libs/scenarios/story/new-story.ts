import { NotPossible } from '#runtime';
import { namePattern } from './patterns.js';

/**
 * The text of a new story, which runs unchanged.
 * @throws NotPossible for an invalid name
 */
export function newStory(name: string): string {
  if (new RegExp(namePattern).test(name)) return beginning(name);
  throw new NotPossible(
    `'${name}' is not a valid scenario name: use lower-case letters, digits and hyphens, such as slow-review.`,
  );
}

const beginning = (name: string): string => `# yaml-language-server: $schema=docs/scenario.schema.json
# ${name}: edit it, then
#   npm run stage -- scenario check ${name}.yaml      finds mistakes without a stack
#   npm run stage -- scenario run ${name}.yaml        plays it on the running stack, and judges it

# One text, or one in each language: { en: ..., ko: ... }
title: ${name}
story: A service is killed under load and brought back.

# One way to build it, or several: each is played under the same load. \`queue\` is the consumer group whose lag is drawn.
designs:
  events: { load: orders, queue: review }

# \`talk\` is played unless --speed says otherwise. Requests a second, and how long each phase lasts.
speeds:
  talk: { rate: 40/s, calm: 10s, outage: 15s, recovery: 20s }
  fast: { rate: 20/s, calm: 5s, outage: 5s, recovery: 10s }

# Faults are undone at the end of their phase, or after \`for\`. \`npm run stage -- fault list\` shows all of them.
phases:
  - name: calm
  - name: outage
    faults:
      - { fault: kill, part: review }
      # - { fault: pause, part: coupon, at: 1s, for: 500ms, every: 2s }
  - name: recovery
    steady: 5s

# What must hold: a measure, optionally \`of\` a consumer group or \`in\` a phase, and a bound. docs/scenario-words.md lists them.
expect:
  events:
    - accepted = 100% of offered
    - lost = 0
    - doubled = 0
    - completed = 100% of accepted
    - accept.p99 in outage <= 2x calm or <= 100ms
`;
