import { nearest, NotPossible } from '#runtime';
import type { Phase, Speed } from '../engine/design.js';
import type { LoadKind } from '../engine/load-kind.js';
import type { Size } from '../engine/scenario.js';
import type { ParameterValues } from '../faults/parameters.js';
import { storyBystanders } from '../load/kinds/catalog.js';
import { bothLanguages } from './languages.js';
import { loadValues, type Choices } from './choices.js';
import { fail, type Path } from './mistake.js';
import { ratePattern, secondsOf, timePattern } from './patterns.js';
import type { StoryFile } from './schema.js';
import { timedFaults, timedScale } from './timed-faults.js';

const longestSeconds = 3_600;
/** More than the load generator can send on typical machines. */
const highestRate = 5_000;
const usualWarmUp = '3s';

/** Reserved names, because they are keys beside the phases in a speed. */
export const takenNames = ({ beside = [] }: StoryFile, kind: LoadKind): string[] => [
  ...['rate', 'warm-up'],
  ...beside,
  ...Object.keys(kind.parameters),
];

/** Reads one speed of a story: the rates and parameters, and the length of each phase. */
export class SizeReader {
  private readonly table: Readonly<Record<string, string>>;
  private readonly path: Path;

  constructor(
    private readonly written: StoryFile,
    private readonly kind: LoadKind,
    private readonly speed: Speed,
    private readonly choices: Choices,
  ) {
    this.table = written.speeds[speed];
    this.path = ['speeds', speed];
  }

  /** @throws MistakeFound */
  read(): { size: Size; phases: Phase[] } {
    this.checkKeys();
    const values = this.values();
    const beside = (this.written.beside ?? []).map((name) => ({
      stream: storyBystanders[name]!,
      ratePerSecond: this.rateOf(name),
    }));
    const warmUpSeconds = this.timeOf('warm-up', usualWarmUp);
    return { size: { warmUpSeconds, values, beside }, phases: this.phases(this.mainRate(values)) };
  }

  private checkKeys(): void {
    const phases = this.written.phases.map(({ name }) => name);
    const known = [...takenNames(this.written, this.kind), ...phases];
    for (const name of Object.keys(this.table)) {
      if (!known.includes(name))
        fail([...this.path, name], `there is no phase '${name}'; the nearest is '${nearest(name, known)}'`, true);
    }
    const needed: [string, string][] = [
      ['rate', "the request rate: add 'rate: 20/s'"],
      ...(this.written.beside ?? []).map((name): [string, string] => [
        name,
        `the rate of '${name}': add '${name}: 20/s'`,
      ]),
      ...phases.map((name): [string, string] => [name, `the length of '${name}': add '${name}: 10s'`]),
    ];
    for (const [name, what] of needed) {
      if (this.table[name] === undefined) fail(this.path, `'${this.speed}' does not set ${what}`);
    }
  }

  private values(): ParameterValues {
    const said = Object.entries(this.table).filter(([name]) => name in this.kind.parameters);
    try {
      loadValues(this.kind, Object.fromEntries(said), {});
    } catch (error) {
      const [name = ''] = said[0] ?? [];
      fail([...this.path, name], (error as NotPossible).message.replace(/\.$/, ''));
    }
    return loadValues(this.kind, Object.fromEntries(said), this.choices);
  }

  private mainRate(values: ParameterValues): number {
    const { rate = '' } = this.table;
    if (!rate.endsWith('x')) return Number.parseFloat(rate);
    const { capacityPerSecond } = this.kind;
    if (!capacityPerSecond) {
      fail([...this.path, 'rate'], `nothing limits ${this.kind.name}, so there is nothing to multiply: write '20/s'`);
    }
    // Rounded to tens, so that the figure is easy to say.
    return Math.round((capacityPerSecond(values) * Number.parseFloat(rate)) / 10) * 10;
  }

  private phases(rate: number): Phase[] {
    const last = this.written.phases.length - 1;
    return this.written.phases.map((phase, index): Phase => {
      const { name, title, load, steady, until, scale = [] } = phase;
      const seconds = this.timeOf(name);
      const ratePerSecond = rate * Number.parseFloat(load ?? '1x');
      if (ratePerSecond > highestRate) {
        fail(
          [...this.path, 'rate'],
          `'${name}' would have ${ratePerSecond} requests a second; the limit is ${highestRate}`,
        );
      }
      if (steady !== undefined && index < last) {
        fail(['phases', index, 'steady'], 'only the last phase can be extended', true);
      }
      if (until !== undefined && index < last) {
        fail(['phases', index, 'until'], 'only the last phase can last until all requests are done', true);
      }
      const { withOutage } = this.choices;
      const { speed } = this;
      return {
        ...{ name, title: bothLanguages(title ?? name), seconds, ratePerSecond },
        faults: timedFaults(this.written, index, { speed, seconds, ...(withOutage && { withOutage }) }),
        scales: scale.map((one, at) => timedScale(one, ['phases', index, 'scale', at], seconds * 1_000)),
        ...(steady !== undefined && { steadySeconds: secondsOf(steady) }),
        ...(until !== undefined && { untilDone: true }),
      };
    });
  }

  private timeOf(name: string, usual = ''): number {
    const time = this.table[name] ?? usual;
    if (!new RegExp(timePattern).test(time)) fail([...this.path, name], `'${time}' is not a time: write '10s'`);
    const seconds = secondsOf(time);
    if (seconds > 0 && seconds <= longestSeconds) return seconds;
    return fail([...this.path, name], `a phase can last at most an hour, not ${time}`);
  }

  private rateOf(name: string): number {
    const rate = this.table[name] ?? '';
    if (!new RegExp(ratePattern).test(rate)) fail([...this.path, name], `'${rate}' is not a rate: write '20/s'`);
    return Number.parseFloat(rate);
  }
}
