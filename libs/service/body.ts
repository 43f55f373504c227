import { Injectable, type PipeTransform } from '@nestjs/common';
import { checker } from '#contracts';
import type { TSchema } from 'typebox';
import { Problem } from './problem.js';

/** `@Body(checkedBy(Schema))`: the handler sees only what fits the schema; anything else is a 400 naming the fields. */
export function checkedBy(schema: TSchema): PipeTransform {
  const check = checker(schema);
  @Injectable()
  class Checked implements PipeTransform {
    transform(value: unknown): unknown {
      const checked = check(value);
      if (checked.ok) return checked.value;
      const [first] = checked.errors;
      throw new Problem(
        400,
        `The body is not valid: ${first?.pointer || 'it'} ${first?.detail ?? ''}`.trim(),
        checked.errors,
      );
    }
  }
  return new Checked();
}
