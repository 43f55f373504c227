import { NotPossible } from '#runtime';
import { InvalidArgumentError } from 'commander';

/**
 * Parses command line values; commander words the error. Each throws InvalidArgumentError, unless documented otherwise.
 */

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const longestMs = 24 * unitMs.h;

/** `500ms`, `30s`, `2m`, `1h`; up to a day. @returns milliseconds */
export function givenDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
  const ms = Number(number) * unitMs[(unit ?? 's') as keyof typeof unitMs];
  if (number === undefined || ms <= 0 || ms > longestMs) {
    throw new InvalidArgumentError('give a time such as 30s, 2m or 500ms, at most 24h.');
  }
  return ms;
}

const highestRate = 5_000;

/** Orders per second, more than 0. */
export function givenRate(text: string): number {
  const rate = plainNumber(text);
  if (rate === undefined || rate <= 0 || rate > highestRate) {
    throw new InvalidArgumentError(`give orders per second: a number above 0, at most ${highestRate}.`);
  }
  return rate;
}

/** A seed: a whole number from 0 to 2147483647. */
export const givenSeed = (text: string): number => wholeNumber(text, 2 ** 31 - 1);

/** A whole number from 0 to 1000000. */
export const givenCount = (text: string): number => wholeNumber(text, 1_000_000);

function wholeNumber(text: string, highest: number): number {
  const number = plainNumber(text);
  if (number === undefined || !Number.isInteger(number) || number > highest) {
    throw new InvalidArgumentError(`give a whole number from 0 to ${highest}.`);
  }
  return number;
}

function plainNumber(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

/** `name=value`, once or several times. @throws NotPossible if one is not */
export function givenParameters(given: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (!name || !value) throw new NotPossible(`--with takes name=value, such as by=2s, not '${text}'.`);
      return [name, value];
    }),
  );
}
