/**
 * Adds up Jest's results. A file that could not be loaded, or a run without a result, counts as one failed test: the
 * sum must never look better than reality.
 */
export function sumOf(outcomes) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { result, broke } of outcomes) {
    if (broke) {
      sum.failed += 1;
      continue;
    }
    sum.passed += result.numPassedTests;
    sum.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    sum.skipped += result.numPendingTests + result.numTodoTests;
  }
  return sum;
}

/** What was skipped, and how many tests of it: one line each. The title says why: `videos (needs ffmpeg)`. */
export function skippedLines(outcomes) {
  const counts = new Map();
  for (const { result } of outcomes) {
    for (const { assertionResults } of result?.testResults ?? []) {
      for (const { status, ancestorTitles, title } of assertionResults) {
        if (status !== 'pending') continue;
        const what = ancestorTitles[0] ?? title;
        counts.set(what, (counts.get(what) ?? 0) + 1);
      }
    }
  }
  return [...counts].map(([what, count]) => `skipped: ${what}: ${count}`);
}

export function sumLine({ passed, failed, skipped }) {
  return `tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Nothing failed, and something ran. */
export function succeeded({ passed, failed }) {
  return failed === 0 && passed > 0;
}
