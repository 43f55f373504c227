import { NotPossible } from '#runtime';
import { isMap, isNode, isScalar, isSeq, type Document, type LineCounter } from 'yaml';

/** A place in the file: the keys and indexes that lead there. */
export type Path = readonly (string | number)[];

/** A mistake at one place of the file. */
export interface Mistake {
  readonly path: Path;
  /** A sentence without its full stop. */
  readonly sentence: string;
  /** The key itself is wrong, not its value. */
  readonly isKey?: boolean;
  /** Characters from the beginning of the value, if the mistake is within it. */
  readonly at?: number;
}

/** Thrown where a mistake is found; the reader of the file adds line and column. */
export class MistakeFound extends Error {
  constructor(readonly mistake: Mistake) {
    super(mistake.sentence);
  }
}

export function fail(path: Path, sentence: string, isKey = false): never {
  throw new MistakeFound({ path, sentence, isKey });
}

/** A story in its file, with the means to find line and column. */
export interface StorySource {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** `scenarios/x.yaml:12:7: there is no fault 'kil'; the nearest is 'kill'.` */
export function notPlayable(source: StorySource, mistake: Mistake): NotPossible {
  return notPlayableAt(source, offsetOf(source.document, mistake), mistake.sentence);
}

export function notPlayableAt(
  { file, lines }: Pick<StorySource, 'file' | 'lines'>,
  offset: number,
  sentence: string,
): NotPossible {
  const { line, col } = lines.linePos(offset);
  return new NotPossible(`${file}:${Math.max(1, line)}:${Math.max(1, col)}: ${sentence}.`);
}

/** The nearest place that exists: for something missing, where it should be. */
function offsetOf({ contents }: Document, { path, isKey, at }: Mistake): number {
  let node: unknown = contents;
  let begin = 0;
  for (const [depth, step] of path.entries()) {
    const { key, value } = childOf(node, step);
    if (isKey && depth === path.length - 1) return key ?? begin;
    begin = (isNode(value) ? value.range?.[0] : undefined) ?? key ?? begin;
    node = value;
  }
  const isQuoted = isScalar(node) && (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE');
  return at === undefined ? begin : begin + at + (isQuoted ? 1 : 0);
}

function childOf(node: unknown, step: string | number): { key?: number | undefined; value: unknown } {
  if (isSeq(node)) return { value: node.items[Number(step)] };
  if (!isMap(node)) return { value: undefined };
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return { key: isNode(pair?.key) ? pair.key.range?.[0] : undefined, value: pair?.value };
}
