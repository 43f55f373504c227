import type { ErrorObject } from 'ajv';
import { nearest } from '#runtime';
import type { Mistake } from './mistake.js';
import { loadRatePattern, momentPattern, namePattern, timePattern, timesPattern } from './patterns.js';

/** One sentence for the most specific schema error. */
export function mistakeOf(errors: readonly ErrorObject[]): Mistake {
  const ranks = ['additionalProperties', 'enum', 'pattern', 'required', 'minItems', 'minProperties', 'minimum', 'type'];
  const rank = ({ keyword }: ErrorObject) => (ranks.indexOf(keyword) + ranks.length) % ranks.length;
  const [error] = errors.filter(({ keyword }) => ranks.includes(keyword)).sort((a, b) => rank(a) - rank(b));
  const found = (error ?? errors[0]) as ErrorObject;
  const path = found.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const params = found.params as Record<string, string>;
  // For an element of a list, the name of the list.
  const here = path.findLast((step) => !/^\d+$/.test(step)) ?? '';
  const given = `'${String(found.data)}'`;
  switch (found.keyword) {
    case 'additionalProperties': {
      const key = params['additionalProperty'] as string;
      const known = Object.keys((found.parentSchema?.['properties'] ?? {}) as object);
      const sentence =
        known.length === 0
          ? `'${key}' is not a valid name: ${shapes[namePattern]}`
          : `there is no '${key}' here; the nearest is '${nearest(key, known)}'`;
      return { path: [...path, key], isKey: true, sentence };
    }
    case 'enum': {
      const valid = (found.schema as string[]).map(String);
      return { path, sentence: `there is no ${here} ${given}; the nearest is '${nearest(String(found.data), valid)}'` };
    }
    case 'required':
      return {
        path,
        sentence: `'${params['missingProperty']}' is missing ${path.length === 0 ? 'in the scenario' : `in '${here}'`}`,
      };
    case 'pattern':
      return {
        path,
        sentence: `${given} is not a valid ${here}: ${shapes[params['pattern'] as string] ?? `it must match ${params['pattern']}`}`,
      };
    case 'type':
      return {
        path,
        sentence: `${path.length === 0 ? 'a scenario' : `'${here}'`} must be ${types[params['type'] as string] ?? 'something else'}`,
      };
    default:
      return { path, sentence: `'${here}' ${found.message ?? 'is wrong'}` };
  }
}

const types: Readonly<Record<string, string>> = {
  object: 'names with values: `scenario new <name>` writes an example',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
};

/** How a value with a special format is written. */
const shapes: Readonly<Record<string, string>> = {
  [timePattern]: "write a number and its unit, such as '500ms', '10s' or '2m'",
  [timesPattern]: "write a multiple of the rate, such as '10x'",
  [loadRatePattern]: "write it as '20/s'",
  [momentPattern]: "write a time such as '10s', or a share of the phase such as '40%'",
  [namePattern]: 'use lower-case letters, digits and hyphens',
};
