import { consumerGroups } from '#contracts';
import { nearest } from '#runtime';
import type { Expectation, Wording } from '../engine/scenario.js';
import { endWindow } from '../engine/windows.js';
import { kindOf, type DesignLoads } from './designs.js';
import { expectedText, judgeSentence, referenceText, shownFigure } from './judge-sentence.js';
import { bothLanguages } from './languages.js';
import { fail, MistakeFound, type Path } from './mistake.js';
import type { StoryFile } from './schema.js';
import { Misread, readFigure, readSentence, type Reference, type Vocabulary } from './sentence.js';

/** The expectations and report texts of a story. */
export class Told {
  constructor(
    private readonly written: StoryFile,
    private readonly loads: DesignLoads,
  ) {}

  /** @throws MistakeFound */
  expectations(): Expectation[] {
    return Object.entries(this.written.expect).flatMap(([design, sentences]) => this.expectationsOf(design, sentences));
  }

  /** @throws MistakeFound */
  wording(): Wording {
    const { words = {}, rows = [], method } = this.written.report ?? {};
    return {
      words: Object.fromEntries(
        Object.entries(words).flatMap(([word, text]) => (text === undefined ? [] : [[word, bothLanguages(text)]])),
      ),
      variants: [...this.loads.values()].flatMap((chosen) => chosen.method ?? []),
      ...(method && { method: method.map(bothLanguages) }),
      rows: rows.map(({ title, show }, at) => {
        const path = ['report', 'rows', at, 'show'];
        const figures = show.map((written, index) => this.read(readFigure, written, [...path, index]));
        figures.forEach((figure, index) => this.mustExist(figure, [...path, index]));
        return {
          label: bothLanguages(title),
          cell: (record) => figures.map((figure) => shownFigure(figure, record)).join(' / '),
        };
      }),
    };
  }

  /** Refuses measures that no run of this story can have. */
  private mustExist({ measure }: Reference, path: Path): void {
    const { name } = kindOf(this.loads);
    if (measure.kind !== undefined && measure.kind !== name) {
      fail(path, `'${measure.name}' is a measure of ${measure.kind}, but the load is ${name}`);
    }
    if (measure.name.startsWith('beside.') && !this.written.beside?.length) {
      fail(path, `'${measure.name}' measures requests beside the load, and there are none: add 'beside'`);
    }
  }

  private expectationsOf(design: string, sentences: StoryFile['expect'][string]): Expectation[] {
    const designs = Object.keys(this.written.designs);
    if (!designs.includes(design)) {
      fail(['expect', design], `there is no design '${design}'; the nearest is '${nearest(design, designs)}'`, true);
    }
    return sentences.map((written, index): Expectation => {
      const path: Path = ['expect', design, index];
      const [that, text] = typeof written === 'string' ? [written, undefined] : [written.that, written.text];
      const place = text === undefined ? path : [...path, 'that'];
      const sentence = this.read(readSentence, that, place);
      this.mustExist(sentence.subject, place);
      const { measure, of } = sentence.subject;
      if (this.written.designs[design]?.queue === undefined) {
        if (of === 'published') fail(place, `'${design}' names no queue to which something is published`);
        if (measure.takes.group === true && of === null) {
          fail(place, `'${design}' names no queue: write '${measure.name} of <group>'`);
        }
      }
      return {
        design,
        text: bothLanguages(text ?? referenceText(sentence.subject)),
        expected: expectedText(sentence),
        judge: (record) => judgeSentence(sentence, record),
      };
    });
  }

  private read<Read>(reader: (written: string, vocabulary: Vocabulary) => Read, written: string, path: Path): Read {
    try {
      return reader(written, {
        phases: [...this.written.phases.map(({ name }) => name), endWindow],
        groups: consumerGroups.map(({ name }) => name),
      });
    } catch (error) {
      if (error instanceof Misread) throw new MistakeFound({ path, sentence: error.message, at: error.at });
      throw error;
    }
  }
}
