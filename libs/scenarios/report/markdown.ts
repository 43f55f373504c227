import { markOf } from '../engine/finding.js';
import { partsOf } from '../engine/record.js';
import type { Report } from './contents.js';

/** The report as text, in both languages: for a pull request, a terminal, a diff. */
export function reportMarkdown(report: Report): string {
  const { scenario, verdict, runs, words, method } = report;
  const word = words[verdict.outcome];
  const met = verdict.expectations.filter(({ passed }) => passed).length;
  return [
    `# ${scenario.title.en} · ${scenario.title.ko}`,
    '',
    `**${word.en} · ${word.ko}** (${met} / ${verdict.expectations.length})`,
    '',
    scenario.story.en,
    scenario.story.ko,
    '',
    `\`${scenario.name}\`, ${report.speed}, seed ${report.seed}, ${report.ratePerSecond} ${words.rate.en}, ${report.startedAt}, ${report.machine}`,
    '',
    line(['', 'design', `${words.expectation.en} · ${words.expectation.ko}`, words.expected.en, words.measured.en]),
    line(['---', '---', '---', '---', '---']),
    ...verdict.expectations.map((judged) =>
      line([
        ...[markOf(judged), judged.design, `${judged.text.en}<br>${judged.text.ko}`],
        ...[judged.expected, judged.measured],
      ]),
    ),
    '',
    line(['', ...runs.map(({ title }) => `${title.en} · ${title.ko}`)]),
    line(['---', ...runs.map(() => '---:')]),
    ...report.rows.map(({ label, cells }) => line([`${label.en} · ${label.ko}`, ...cells])),
    '',
    ...evidence(report),
    `## ${words.howMeasured.en} · ${words.howMeasured.ko}`,
    '',
    ...method.flatMap(({ en, ko }) => [`- ${en}`, `  ${ko}`]),
    '',
  ].join('\n');
}

function evidence({ verdict, words: { evidence: title, noEvidence } }: Report): string[] {
  if (verdict.evidence.length === 0) return [];
  const seen = verdict.evidence.map(
    (one) => `- ${one.design}: ${one.fault} ${partsOf(one)}: ${one.seen ?? `${noEvidence.en} · ${noEvidence.ko}`}`,
  );
  return [`## ${title.en} · ${title.ko}`, '', ...seen, ''];
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
