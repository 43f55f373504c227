import { Ajv } from 'ajv';
import { consumerGroups } from '#contracts';
import { nearest, NotPossible } from '#runtime';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Design, Phase, Speed, Text } from '../engine/design.js';
import type { Expectation, Scenario } from '../engine/scenario.js';
import { endWindow } from '../engine/windows.js';
import { expectedText, judgeSentence, referenceText } from './judge-sentence.js';
import { storyLoads } from './loads.js';
import { fail, MistakeFound, notPlayable, notPlayableAt, type Path, type StorySource } from './mistake.js';
import { namePattern, secondsOf, timePattern } from './patterns.js';
import { mistakeOf } from './schema-mistake.js';
import { StoryFile } from './schema.js';
import { Misread, readSentence } from './sentence.js';
import { timedFaults } from './timed-faults.js';

/**
 * Reads a story from its file.
 * @throws NotPossible, one sentence with file, line and column, for the first mistake in it
 */
export function readStory(file: string): Scenario {
  return storyOf(readFileSync(file, 'utf8'), file);
}

/** @param file how the file is called in the sentence of a mistake; the story has its name without the ending */
export function storyOf(text: string, file: string): Scenario {
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
  try {
    return new Story(source, written).scenario();
  } catch (problem) {
    if (problem instanceof MistakeFound) throw notPlayable(source, problem.mistake);
    throw problem;
  }
}

const nameOf = (file: string): string => basename(file).replace(/\.ya?ml$/, '');

/** @throws NotPossible for an alias (`*name`) of nothing, or of too much */
function plain({ file, document, lines }: StorySource): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw notPlayableAt({ file, lines }, 0, `this cannot be read: ${(error as Error).message}`);
  }
}

const isStory = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<StoryFile>(StoryFile);

const longestSeconds = 3_600;
/** More than the load generator can send on the machines that we know. */
const highestRate = 5_000;

/** What the schema cannot say of a story, and what is made of it. */
class Story {
  private readonly phaseNames: readonly string[];

  constructor(
    private readonly source: StorySource,
    private readonly written: StoryFile,
  ) {
    this.phaseNames = written.phases.map(({ name }) => name);
  }

  scenario(): Scenario {
    const { title, story, designs, drain, expect } = this.written;
    this.phaseNames.forEach((name, index) => this.checkName(name, index));
    const phases = { talk: this.phasesAt('talk'), fast: this.phasesAt('fast') };
    const played = Object.entries(designs).map(([name, design]) => this.design(name, design));
    return {
      name: nameOf(this.source.file),
      title: bothLanguages(title),
      story: bothLanguages(story ?? title),
      designs: played,
      phases,
      climax: climaxOf(phases.talk),
      drainLimitSeconds: secondsOf(drain ?? '60s'),
      expectations: Object.entries(expect).flatMap(([design, sentences]) => this.expectations(design, sentences)),
    };
  }

  private checkName(name: string, index: number): void {
    const path = ['phases', index, 'name'];
    if (name === endWindow || name === 'rate') fail(path, `a phase cannot be called '${name}': the name is reserved`);
    if (this.phaseNames.indexOf(name) < index) fail(path, `there already is a phase '${name}'`);
  }

  private design(name: string, { title, load, queue }: StoryFile['designs'][string]): Design {
    return {
      ...{ name, title: bothLanguages(title ?? name), group: queue ?? null },
      load: storyLoads[load as keyof typeof storyLoads],
    };
  }

  private phasesAt(speed: Speed): Phase[] {
    const table = this.written.speeds[speed];
    const path: Path = ['speeds', speed];
    const known = ['rate', ...this.phaseNames];
    for (const name of Object.keys(table)) {
      if (!known.includes(name))
        fail([...path, name], `there is no phase '${name}'; the nearest is '${nearest(name, known)}'`, true);
    }
    for (const name of known) {
      if (table[name] === undefined) {
        const what =
          name === 'rate' ? "the request rate: add 'rate: 20/s'" : `the length of '${name}': add '${name}: 10s'`;
        fail(path, `'${speed}' does not set ${what}`);
      }
    }
    const rate = Number.parseFloat(table['rate']);
    return this.written.phases.map((phase, index): Phase => {
      const { name, title, load, steady } = phase;
      const length = table[name] as string;
      if (!new RegExp(timePattern).test(length)) fail([...path, name], `'${length}' is not a time: write '10s'`);
      if (!(secondsOf(length) > 0 && secondsOf(length) <= longestSeconds)) {
        fail([...path, name], `a phase can last at most an hour, not ${length}`);
      }
      const ratePerSecond = rate * Number.parseFloat(load ?? '1x');
      if (ratePerSecond > highestRate) {
        fail([...path, 'rate'], `'${name}' would have ${ratePerSecond} requests a second; the limit is ${highestRate}`);
      }
      if (steady !== undefined && index < this.phaseNames.length - 1) {
        fail(['phases', index, 'steady'], 'only the last phase can be extended', true);
      }
      return {
        ...{ name, title: bothLanguages(title ?? name), seconds: secondsOf(length) },
        ratePerSecond,
        faults: timedFaults(this.written, index, { speed, seconds: secondsOf(length) }),
        ...(steady !== undefined && { steadySeconds: secondsOf(steady) }),
      };
    });
  }

  private expectations(design: string, sentences: StoryFile['expect'][string]): Expectation[] {
    const designs = Object.keys(this.written.designs);
    if (!designs.includes(design)) {
      fail(['expect', design], `there is no design '${design}'; the nearest is '${nearest(design, designs)}'`, true);
    }
    return sentences.map((written, index): Expectation => {
      const path: Path = ['expect', design, index];
      const [that, text] = typeof written === 'string' ? [written, undefined] : [written.that, written.text];
      const place = text === undefined ? path : [...path, 'that'];
      const sentence = this.sentence(that, place);
      const { measure, of } = sentence.subject;
      if (measure.takes.group && of === null && this.written.designs[design]?.queue === undefined) {
        fail(place, `'${design}' names no queue: write '${measure.name} of <group>'`);
      }
      return {
        design,
        text: bothLanguages(text ?? referenceText(sentence.subject)),
        expected: expectedText(sentence),
        judge: (_figures, record) => judgeSentence(sentence, record),
      };
    });
  }

  private sentence(written: string, path: Path) {
    try {
      return readSentence(written, {
        phases: [...this.phaseNames, endWindow],
        groups: consumerGroups.map(({ name }) => name),
      });
    } catch (error) {
      if (error instanceof Misread) throw new MistakeFound({ path, sentence: error.message, at: error.at });
      throw error;
    }
  }
}

/** The phase in which something breaks, else the one with the most load. */
function climaxOf(phases: readonly Phase[]): string {
  const broken = phases.find(({ faults = [] }) => faults.length > 0);
  const [first, ...others] = phases as [Phase, ...Phase[]];
  const busiest = others.reduce((most, phase) => (phase.ratePerSecond > most.ratePerSecond ? phase : most), first);
  return (broken ?? busiest).name;
}

const bothLanguages = (text: string | Text): Text => (typeof text === 'string' ? { en: text, ko: text } : text);
