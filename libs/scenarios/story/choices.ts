import { NotPossible, oneOf } from '#runtime';
import type { LoadKind } from '../engine/load-kind.js';
import { givenParameters, type ParameterValues, type WrittenParameters } from '../faults/parameters.js';
import type { StoryFile } from './schema.js';

/** What a person asks of a story beyond its speed. */
export interface Choices {
  /** What only happens on request happens. */
  readonly withOutage?: boolean;
  /** A variant of a design, in place of its first. */
  readonly variant?: string;
  /** What is said of the load, in place of what the story says: `{ 'provider-latency': '60ms' }`. */
  readonly with?: WrittenParameters;
}

/** @throws NotPossible for something that this story does not know */
export function mustKnow(name: string, { phases, designs }: StoryFile, { withOutage, variant }: Choices): void {
  if (withOutage && !phases.some(({ faults = [] }) => faults.some(({ optional }) => optional))) {
    throw new NotPossible(`'${name}' has no optional faults: leave out --with-outage.`);
  }
  const variants = Object.values(designs).flatMap((design) => Object.keys(design.variants ?? {}));
  if (variant === undefined) return;
  if (variants.length === 0) throw new NotPossible(`'${name}' has no variants: leave out --variant.`);
  oneOf('variant', variant, variants);
}

/**
 * What is said of the load: by the person, else by the story, else as usual.
 * @throws NotPossible for what cannot be said of it
 */
export function loadValues(kind: LoadKind, written: WrittenParameters, { with: asked = {} }: Choices): ParameterValues {
  return givenParameters(kind, { ...written, ...asked }).amounts;
}
