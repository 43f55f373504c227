import { markOf, type Report } from '#scenarios';
import { table } from './table.js';

/** A report for the terminal: expectations and measurements, all figures, and the verdict. */
export function verdictText({ verdict, runs, rows }: Report): string {
  const met = verdict.expectations.filter(({ passed }) => passed).length;
  const unseen = verdict.evidence.filter(({ seen }) => seen === null);
  const evidence = unseen.map(
    ({ design, fault, part }) =>
      `${design}: there is no evidence that '${fault} ${part}' took effect, so the run proves nothing.`,
  );
  const late = runs.flatMap(({ figures }) => (figures.keptRate ? [] : [figures.name]));
  return [
    '',
    table([
      ['', 'design', 'expectation', 'expected', 'measured'],
      ...verdict.expectations.map((judged) => [
        ...[markOf(judged), judged.design, judged.text.en, judged.expected, judged.measured],
      ]),
    ]),
    '',
    table([['', ...runs.map(({ figures }) => figures.name)], ...rows.map(({ label, cells }) => [label.en, ...cells])]),
    ...(late.length > 0
      ? ['', `The load generator fell behind its schedule (${late.join(', ')}): those latencies include its own delay.`]
      : []),
    '',
    ...evidence,
    `${verdict.outcome.toUpperCase()}: ${met} of ${verdict.expectations.length} expectations met`,
  ].join('\n');
}
