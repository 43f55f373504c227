import { nearest, NotPossible } from '#runtime';

/** Something that can be said of a fault: how long, how much. */
export interface Parameter {
  readonly describes: string;
  /** time: `400ms`, `2s`. share: `50%`. */
  readonly kind: 'time' | 'share';
  /** When nothing is said. */
  readonly usual: string;
  readonly atLeast: string;
  readonly atMost: string;
}

/** As a person wrote them: `{ by: '400ms' }`. */
export type WrittenParameters = Readonly<Record<string, string>>;

/** Times in milliseconds, shares from 0 to 1. */
export type ParameterValues = Readonly<Record<string, number>>;

interface Parametrised {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
}

/**
 * What was written of a fault, with its usual values for the rest.
 * @throws NotPossible for a parameter that the fault does not have, and for a value without its unit or out of bounds
 */
export function parameterValues(
  { name, parameters = {} }: Parametrised,
  written: WrittenParameters = {},
): ParameterValues {
  for (const given of Object.keys(written)) {
    if (given in parameters) continue;
    const names = Object.keys(parameters);
    const hint = names.length === 0 ? 'it takes none' : `the nearest is '${nearest(given, names)}'`;
    throw new NotPossible(`'${name}' has no parameter '${given}'; ${hint}.`);
  }
  return Object.fromEntries(
    Object.entries(parameters).map(([parameter, definition]) => [
      parameter,
      valueOf(`${parameter} of '${name}'`, definition, written[parameter] ?? definition.usual),
    ]),
  );
}

/** `by: 1ms to 1m, 400ms when left out` */
export const parameterText = ({ parameters = {} }: Pick<Parametrised, 'parameters'>): string =>
  Object.entries(parameters)
    .map(([name, { describes, atLeast, atMost, usual }]) => `${name}: ${describes} (${atLeast} to ${atMost}; ${usual})`)
    .join(', ');

function valueOf(what: string, { kind, usual, atLeast, atMost }: Parameter, written: string): number {
  const value = amountOf(kind, written);
  if (value === undefined)
    throw new NotPossible(`${what} is a ${kind}, and '${written}' is none: write it as '${usual}'.`);
  const [least, most] = [amountOf(kind, atLeast) as number, amountOf(kind, atMost) as number];
  if (value < least || value > most)
    throw new NotPossible(`${what} is from ${atLeast} to ${atMost}, and not ${written}.`);
  return value;
}

const scales = { time: { ms: 1, s: 1_000, m: 60_000 }, share: { '%': 0.01 } } as const;

function amountOf(kind: Parameter['kind'], written: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(\D+)$/.exec(written) ?? [];
  const scale = (scales[kind] as Readonly<Record<string, number>>)[unit ?? ''];
  return scale === undefined ? undefined : Number(amount) * scale;
}
