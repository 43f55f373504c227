import { NotPossible, oneOf } from '#runtime';
import type { LoadKind } from '../engine/load-kind.js';
import { givenParameters, type ParameterValues, type WrittenParameters } from '../faults/parameters.js';
import type { StoryFile } from './schema.js';

/** The user's options for a story, besides its speed. */
export interface Choices {
  /** Include optional faults. */
  readonly withOutage?: boolean;
  /** A variant of a design, instead of its first. */
  readonly variant?: string;
  /** Parameters of the load, overriding those of the story: `{ 'provider-latency': '60ms' }`. */
  readonly with?: WrittenParameters;
}

/** @throws NotPossible for an option that this story does not have */
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
 * The parameters of the load: from the user, else from the story, else the defaults.
 * @throws NotPossible for an invalid one
 */
export function loadValues(kind: LoadKind, written: WrittenParameters, { with: asked = {} }: Choices): ParameterValues {
  return givenParameters(kind, { ...written, ...asked }).amounts;
}
