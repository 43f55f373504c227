import { Compile } from 'typebox/compile';
import type { Static, TSchema } from 'typebox';

/** What is wrong with one field. `pointer` is a JSON pointer (RFC 6901) into the document; '' is the document itself. */
export interface FieldError {
  pointer: string;
  detail: string;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] };

const errorsShown = 20;

/** Compiles a schema once and returns a function that validates values against it, without coercion or defaults. */
export function checker<S extends TSchema>(schema: S): (value: unknown) => Checked<Static<S>> {
  const compiled = Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return { ok: true, value: value };
    const errors = compiled.Errors(value).flatMap(({ keyword, instancePath, message, params }): FieldError[] => {
      const { requiredProperties } = params as { requiredProperties?: string[] };
      if (requiredProperties) {
        return requiredProperties.map((name) => ({ pointer: `${instancePath}/${name}`, detail: 'is required' }));
      }
      // The compiler reports an unknown field twice; only one report has the path of the field, and that is the one to show.
      if (keyword === 'additionalProperties') return [];
      if (keyword === 'boolean') return [{ pointer: instancePath, detail: 'is not a known field' }];
      return [{ pointer: instancePath, detail: message }];
    });
    return { ok: false, errors: errors.slice(0, errorsShown) };
  };
}
