import { nearest, NotPossible } from '#runtime';

/** A parameter of a fault: how long, how much, which. */
export type Parameter = Amount | Word;

export interface Amount {
  readonly describes: string;
  /** time: `400ms`, `2s`. offset: `5m`, `-5m`. share: `50%`. count: `3`, a whole number. rate: `100/s`. */
  readonly kind: 'time' | 'offset' | 'share' | 'count' | 'rate';
  /** The default. */
  readonly usual: string;
  readonly atLeast: string;
  readonly atMost: string;
}

export interface Word {
  readonly describes: string;
  readonly kind: 'word';
  /** The default. */
  readonly usual: string;
  readonly oneOf: readonly string[];
}

/** As the user wrote them: `{ by: '400ms' }`. */
export type WrittenParameters = Readonly<Record<string, string>>;

/** Amounts only: times and offsets in milliseconds, shares from 0 to 1, counts as they are, rates per second. */
export type ParameterValues = Readonly<Record<string, number>>;

/** All parameters of a fault, with defaults for the rest. */
export interface Given {
  readonly amounts: ParameterValues;
  readonly words: WrittenParameters;
  /** For a fault between two parts: the other one, or `kafka` for all brokers. Default: all of them. */
  readonly to?: string | undefined;
}

interface Parametrised {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
}

/**
 * The written parameters of a fault, with defaults for the rest.
 * @throws NotPossible for an unknown parameter, and for a value without its unit or out of bounds
 */
export function givenParameters({ name, parameters = {} }: Parametrised, written: WrittenParameters = {}): Given {
  for (const one of Object.keys(written)) {
    if (one in parameters) continue;
    const names = Object.keys(parameters);
    const hint = names.length === 0 ? 'it takes none' : `the nearest is '${nearest(one, names)}'`;
    throw new NotPossible(`'${name}' has no parameter '${one}'; ${hint}.`);
  }
  const amounts: Record<string, number> = {};
  const words: Record<string, string> = {};
  for (const [parameter, definition] of Object.entries(parameters)) {
    const what = `${parameter} of '${name}'`;
    const text = written[parameter] ?? definition.usual;
    if (definition.kind === 'word') words[parameter] = wordOf(what, definition, text);
    else amounts[parameter] = valueOf(what, definition, text);
  }
  return { amounts, words };
}

/** `by: how much longer (1ms to 1m; 400ms), table: which table (main or inbox; main)` */
export const parameterText = ({ parameters = {} }: Pick<Parametrised, 'parameters'>): string =>
  Object.entries(parameters)
    .map(([name, parameter]) => `${name}: ${parameter.describes} (${boundsOf(parameter)}; ${parameter.usual})`)
    .join(', ');

const boundsOf = (parameter: Parameter): string =>
  parameter.kind === 'word' ? parameter.oneOf.join(' or ') : `${parameter.atLeast} to ${parameter.atMost}`;

function wordOf(what: string, { oneOf }: Word, written: string): string {
  if (oneOf.includes(written)) return written;
  throw new NotPossible(
    `${what} must be ${oneOf.join(' or ')}, not '${written}'; the nearest is '${nearest(written, oneOf)}'.`,
  );
}

function valueOf(what: string, { kind, usual, atLeast, atMost }: Amount, written: string): number {
  const value = amountOf(kind, written);
  if (value === undefined) {
    const article = kind === 'offset' ? 'an' : 'a';
    throw new NotPossible(`${what} must be ${article} ${kind}, not '${written}': write for example '${usual}'.`);
  }
  const [least, most] = [amountOf(kind, atLeast) as number, amountOf(kind, atMost) as number];
  if (value < least || value > most)
    throw new NotPossible(`${what} must be between ${atLeast} and ${atMost}, not ${written}.`);
  return value;
}

const times = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const forms: Record<Amount['kind'], { form: RegExp; scale: Readonly<Record<string, number>> }> = {
  time: { form: /^(\d+(?:\.\d+)?)(\D+)$/, scale: times },
  offset: { form: /^([+-]?\d+(?:\.\d+)?)(\D+)$/, scale: times },
  share: { form: /^(\d+(?:\.\d+)?)(%)$/, scale: { '%': 0.01 } },
  count: { form: /^(\d+)()$/, scale: { '': 1 } },
  rate: { form: /^(\d+(?:\.\d+)?)(\/s)$/, scale: { '/s': 1 } },
};

function amountOf(kind: Amount['kind'], written: string): number | undefined {
  const { form, scale } = forms[kind];
  const [, amount, unit = ''] = form.exec(written) ?? [];
  const factor = Object.hasOwn(scale, unit) ? scale[unit] : undefined;
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
