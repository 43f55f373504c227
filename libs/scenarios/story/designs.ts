import { nearest } from '#runtime';
import type { Design, Text } from '../engine/design.js';
import type { LoadKind } from '../engine/load-kind.js';
import { storyLoads, type StoryLoad } from '../load/kinds/catalog.js';
import type { Choices } from './choices.js';
import { bothLanguages } from './languages.js';
import { fail } from './mistake.js';
import type { StoryFile } from './schema.js';

/** The load of a design. */
interface DesignLoad {
  readonly load: StoryLoad;
  /** The report's text about the variant; null if there are no variants. */
  readonly method: Text | null;
}

/** By the name of the design. */
export type DesignLoads = ReadonlyMap<string, DesignLoad>;

/** @throws MistakeFound for a design without a load */
export const loadsOf = ({ designs }: StoryFile, choices: Choices): DesignLoads =>
  new Map(Object.entries(designs).map(([name, design]) => [name, loadOf(name, design, choices)]));

/** The kind of the first design: checkDesigns makes sure that all have the same. */
export const kindOf = (loads: DesignLoads): LoadKind => [...loads.values()][0]!.load.kind;

export const designsOf = ({ designs }: StoryFile, loads: DesignLoads): Design[] =>
  Object.entries(designs).map(([name, { title, queue }]) => {
    return { name, title: bothLanguages(title ?? name), group: queue ?? null, load: loads.get(name)!.load };
  });

/** The load of a design: of the requested variant, else of the first. */
function loadOf(name: string, { load, variants }: StoryFile['designs'][string], { variant = '' }: Choices): DesignLoad {
  const path = ['designs', name];
  if (variants !== undefined && load !== undefined) {
    fail([...path, 'load'], `'${name}' has variants, each with its own load: leave out 'load'`, true);
  }
  if (load !== undefined) return { load: storyLoads[load]!, method: null };
  const [first] = Object.values(variants ?? {});
  const chosen = variants?.[variant] ?? first;
  if (!chosen) fail(path, `'${name}' has no load: add 'load: orders'`);
  return {
    load: storyLoads[chosen.load]!,
    method: chosen.method === undefined ? null : bothLanguages(chosen.method),
  };
}

/** @throws MistakeFound if the designs do not match, or a fault or scaling names an unknown one */
export function checkDesigns({ designs, phases }: StoryFile, loads: DesignLoads): void {
  const names = Object.keys(designs);
  const kind = kindOf(loads);
  for (const [name, { load }] of loads) {
    if (load.kind !== kind) {
      const sentence = `the load of '${name}' is ${load.kind.name}, but that of '${names[0]}' is ${kind.name}: all designs need the same kind`;
      fail(['designs', name], sentence, true);
    }
  }
  phases.forEach((phase, at) => {
    const { name, steady } = phase;
    if (steady !== undefined && [...loads.values()].some(({ load }) => load.pattern === 'scattered')) {
      fail(['phases', at, 'steady'], `the number of ${kind.name} in '${name}' is fixed: leave out 'steady'`, true);
    }
    for (const list of ['faults', 'scale'] as const) {
      for (const [index, { design }] of (phase[list] ?? []).entries()) {
        if (design === undefined || names.includes(design)) continue;
        const sentence = `there is no design '${design}'; the nearest is '${nearest(design, names)}'`;
        fail(['phases', at, list, index, 'design'], sentence);
      }
    }
  });
}
