import { Ajv } from 'ajv';
import { NotPossible } from '#runtime';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Phase } from '../engine/design.js';
import type { Scenario } from '../engine/scenario.js';
import { endWindow } from '../engine/windows.js';
import { mustKnow, type Choices } from './choices.js';
import { checkDesigns, designsOf, kindOf, loadsOf } from './designs.js';
import { givenFaults } from './given.js';
import { bothLanguages } from './languages.js';
import { fail, MistakeFound, notPlayable, notPlayableAt, type StorySource } from './mistake.js';
import { namePattern, secondsOf } from './patterns.js';
import { mistakeOf } from './schema-mistake.js';
import { StoryFile } from './schema.js';
import { SizeReader, takenNames } from './sizes.js';
import { Told } from './told.js';

/**
 * Reads a story from its file.
 * @param choices the user's options
 * @throws NotPossible, one sentence with file, line and column, for the first mistake in it, or for an option that it
 * does not have
 */
export function readStory(file: string, choices?: Choices): Scenario {
  return storyOf(readFileSync(file, 'utf8'), file, choices);
}

/** @param file the file name in error messages; the story is named after it, without the ending */
export function storyOf(text: string, file: string, choices: Choices = {}): Scenario {
  if (!new RegExp(namePattern).test(nameOf(file))) {
    throw new NotPossible(
      `${file}: a scenario has the name of its file, so use lower-case letters, digits and hyphens.`,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) throw notPlayableAt({ file, lines }, error.pos[0], `this is not valid YAML: ${error.message}`);
  const source = { file, document, lines };
  const written = plain(source);
  if (!isStory(written)) throw notPlayable(source, mistakeOf(isStory.errors ?? []));
  mustKnow(nameOf(file), written, choices);
  try {
    return scenarioOf(nameOf(file), written, choices);
  } catch (problem) {
    if (problem instanceof MistakeFound) throw notPlayable(source, problem.mistake);
    throw problem;
  }
}

const nameOf = (file: string): string => basename(file).replace(/\.ya?ml$/, '');

/** @throws NotPossible for an alias (`*name`) of nothing, or one that expands to too much */
function plain({ file, document, lines }: StorySource): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw notPlayableAt({ file, lines }, 0, `this cannot be read: ${(error as Error).message}`);
  }
}

const isStory = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<StoryFile>(StoryFile);

/** Checks what the schema cannot, and builds the scenario. @throws MistakeFound */
function scenarioOf(name: string, written: StoryFile, choices: Choices): Scenario {
  const { title, story, drain } = written;
  const loads = loadsOf(written, choices);
  const kind = kindOf(loads);
  checkPhaseNames(written, takenNames(written, kind));
  checkDesigns(written, loads);
  const talk = new SizeReader(written, kind, 'talk', choices).read();
  const fast = new SizeReader(written, kind, 'fast', choices).read();
  const told = new Told(written, loads);
  return {
    ...{ name, kind, title: bothLanguages(title), story: bothLanguages(story ?? title) },
    designs: designsOf(written, loads),
    given: givenFaults(written),
    phases: { talk: talk.phases, fast: fast.phases },
    sizes: { talk: talk.size, fast: fast.size },
    climax: climaxOf(talk.phases),
    drainLimitSeconds: secondsOf(drain ?? '60s'),
    expectations: told.expectations(),
    wording: told.wording(),
  };
}

function checkPhaseNames({ phases }: StoryFile, taken: readonly string[]): void {
  const names = phases.map(({ name }) => name);
  names.forEach((name, index) => {
    const path = ['phases', index, 'name'];
    if ([endWindow, ...taken].includes(name)) fail(path, `a phase cannot be called '${name}': the name is reserved`);
    if (names.indexOf(name) < index) fail(path, `there already is a phase '${name}'`);
  });
}

/** The phase with a fault, else the one with the most load. */
function climaxOf(phases: readonly Phase[]): string {
  const broken = phases.find(({ faults = [] }) => faults.length > 0);
  const [first, ...others] = phases as [Phase, ...Phase[]];
  const busiest = others.reduce((most, phase) => (phase.ratePerSecond > most.ratePerSecond ? phase : most), first);
  return (broken ?? busiest).name;
}
