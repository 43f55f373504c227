import { nearest } from '#runtime';
import { measures } from '../measures/catalog.js';
import type { Dimension, Measure } from '../measures/measure.js';

/** A measure, and where to read it. */
export interface Reference {
  readonly measure: Measure;
  /** A consumer group; null for the design's own. */
  readonly of: string | null;
  /** A phase; null for the whole run. */
  readonly in: string | null;
}

export type Operator = '<=' | '>=' | '<' | '>' | '=';

/** What the figure is compared with: a value, a share of another figure, or a multiple of itself in another phase. */
export type Bound = { readonly operator: Operator } & (
  | { readonly kind: 'value'; readonly value: number; readonly written: string }
  | { readonly kind: 'share'; readonly share: number; readonly of: Reference }
  | { readonly kind: 'times'; readonly factor: number; readonly phase: string }
);

/** `accept.p99 in outage <= 2x calm or <= 100ms`: one figure and its bounds. */
export interface Sentence {
  readonly written: string;
  readonly subject: Reference;
  readonly bounds: readonly Bound[];
  /** Whether one bound is enough, or all must be met. */
  readonly joined: 'or' | 'and';
}

/** The names that a sentence of one story may use. */
export interface Vocabulary {
  readonly phases: readonly string[];
  readonly groups: readonly string[];
}

/** An invalid sentence. The message is a sentence itself; `at` counts characters from 0. */
export class Misread extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
    this.name = 'Misread';
  }
}

const form = '`<measure> [of <group>] [in <phase>] <bound> [or|and <bound>]`, such as `accept.p99 in outage <= 100ms`';
const operators: readonly Operator[] = ['<=', '>=', '<', '>', '='];

/** Reads one expectation. @throws Misread */
export function readSentence(written: string, vocabulary: Vocabulary): Sentence {
  const words = new Words(written);
  const subject = readReference(words, vocabulary);
  const bounds = [readBound(words, vocabulary, subject)];
  const joined = words.isNext('and') ? 'and' : 'or';
  while (words.isNext(joined)) {
    words.take();
    bounds.push(readBound(words, vocabulary, subject));
  }
  const rest = words.peek();
  if (rest && ['or', 'and'].includes(rest.text)) {
    throw new Misread("bounds are joined by 'or' or by 'and', not both: write two expectations", rest.at);
  }
  if (rest) throw new Misread(`unexpected '${rest.text}': an expectation is ${form}`, rest.at);
  return { written, subject, bounds, joined };
}

/** Reads a measure and its place: `beside.p99 in calm`. @throws Misread */
export function readFigure(written: string, vocabulary: Vocabulary): Reference {
  const words = new Words(written);
  const reference = readReference(words, vocabulary);
  const rest = words.peek();
  if (rest) throw new Misread(`unexpected '${rest.text}': write a measure, such as 'accept.p99 in calm'`, rest.at);
  return reference;
}

function readReference(words: Words, { phases, groups }: Vocabulary): Reference {
  const name = words.take('a measure');
  const names = measures.map((measure) => measure.name);
  const measure = measures.find((one) => one.name === name.text);
  if (!measure) throw unknown('measure', name, names);
  const reference = { measure, of: null as string | null, in: null as string | null };
  for (let next = words.peek(); next?.text === 'of' || next?.text === 'in'; next = words.peek()) {
    words.take();
    const isGroup = next.text === 'of';
    if (isGroup && !measure.takes.group) {
      throw new Misread(`'${measure.name}' is not measured per group: leave out 'of …'`, next.at);
    }
    if (!isGroup && !measure.takes.phase) {
      throw new Misread(`'${measure.name}' is only measured for the whole run: leave out 'in …'`, next.at);
    }
    const place = words.take(isGroup ? 'a consumer group' : 'a phase');
    const named = measure.takes.group === 'published' ? ['published'] : groups;
    const valid = isGroup ? named : phases;
    if (!valid.includes(place.text)) throw unknown(isGroup ? 'consumer group' : 'phase', place, valid);
    reference[next.text] = place.text;
  }
  return reference;
}

function readBound(words: Words, vocabulary: Vocabulary, subject: Reference): Bound {
  const { dimension, name } = subject.measure;
  const sign = words.take(`a bound such as '${example[dimension]}'`);
  const operator = operators.find((one) => one === sign.text);
  if (!operator) throw new Misread(`'${sign.text}' is not a comparison: use one of ${operators.join(' ')}`, sign.at);
  const amount = words.take('a value');
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(.*)$/.exec(amount.text) ?? [];
  if (digits === undefined || unit === undefined) {
    throw new Misread(`'${amount.text}' is not a number: write a bound such as '${example[dimension]}'`, amount.at);
  }
  const number = Number(digits);
  if (unit === '%') {
    if (!words.isNext('of')) {
      throw new Misread(
        `'${amount.text}' needs a reference: write for example '${amount.text} of offered'`,
        words.at(),
      );
    }
    words.take();
    const of = readReference(words, vocabulary);
    if (of.measure.dimension !== dimension) {
      throw new Misread(`${kinds[dimension]} cannot be a share of ${kinds[of.measure.dimension]}`, amount.at);
    }
    return { operator, kind: 'share', share: number / 100, of };
  }
  if (unit === 'x') {
    if (!subject.measure.takes.phase) {
      throw new Misread(`'${name}' is only measured for the whole run, so it has no value in a phase`, amount.at);
    }
    const phase = words.take('a phase');
    if (!vocabulary.phases.includes(phase.text)) throw unknown('phase', phase, vocabulary.phases);
    return { operator, kind: 'times', factor: number, phase: phase.text };
  }
  const scale = units[dimension][unit];
  if (scale === undefined) {
    const said = unit === '' ? `'${amount.text}' has no unit` : `'${unit}' is not its unit`;
    throw new Misread(`${said}: '${name}' is ${kinds[dimension]}, so write it as '${example[dimension]}'`, amount.at);
  }
  return { operator, kind: 'value', value: number * scale, written: amount.text };
}

const units: Readonly<Record<Dimension, Readonly<Record<string, number>>>> = {
  count: { '': 1 },
  time: { ms: 1, s: 1_000 },
  rate: { '/s': 1 },
};
const kinds: Readonly<Record<Dimension, string>> = { count: 'a number', time: 'a time', rate: 'a rate' };
const example: Readonly<Record<Dimension, string>> = { count: '<= 5', time: '<= 100ms', rate: '> 5/s' };

const unknown = (what: string, { text, at }: Word, valid: readonly string[]): Misread =>
  new Misread(
    valid.length === 0
      ? `there is no ${what} '${text}'`
      : `there is no ${what} '${text}'; the nearest is '${nearest(text, valid)}'`,
    at,
  );

interface Word {
  readonly text: string;
  readonly at: number;
}

/** A sentence split into words. Operators need no spaces around them. */
class Words {
  private readonly words: Word[];
  private next = 0;

  constructor(private readonly written: string) {
    this.words = [...written.matchAll(/[<>]=?|=+|[^\s<>=]+/g)].map(({ 0: text, index: at }) => ({ text, at }));
  }

  peek(): Word | undefined {
    return this.words[this.next];
  }

  isNext(text: string): boolean {
    return this.peek()?.text === text;
  }

  /** The position of the next word, or the end of the sentence. */
  at(): number {
    return this.peek()?.at ?? this.written.length;
  }

  /** @param what what is expected here, for the error */
  take(what = 'a word'): Word {
    const word = this.peek();
    if (!word) throw new Misread(`${what} is missing: an expectation is ${form}`, this.at());
    this.next += 1;
    return word;
  }
}
