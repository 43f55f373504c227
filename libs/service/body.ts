import { Injectable, type PipeTransform } from '@nestjs/common';
import { checker } from '#contracts';
import type { TSchema } from 'typebox';
import { Problem } from './problem.js';

/** `@Body(checkedBy(Schema))`: the handler only gets valid bodies; anything else is a 400 that names the fields. */
export function checkedBy(schema: TSchema): PipeTransform {
  const check = checker(schema);
  @Injectable()
  class Checked implements PipeTransform {
    readonly schema = schema;

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

/** The schema that a handler's pipe validates against, for the OpenAPI document. */
export function schemaOf(pipes: readonly unknown[]): TSchema | undefined {
  const pipe = pipes.find(
    (one): one is { schema: TSchema } => typeof one === 'object' && one !== null && 'schema' in one,
  );
  return pipe?.schema;
}
