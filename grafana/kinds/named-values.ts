import { MappingType, type ValueMap, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Say, Text } from '../text.js';

/** A value that is shown as a word in its own colour. */
export interface NamedValue {
  value: number;
  text: Text;
  colour: string;
}

export function namedValues(named: readonly NamedValue[], say: Say): ValueMapping[] {
  if (named.length === 0) return [];
  const options: ValueMap['options'] = {};
  for (const [index, { value, text, colour }] of named.entries()) {
    options[String(value)] = { text: say(text), color: colour, index };
  }
  return [{ type: MappingType.ValueToText, options }];
}
