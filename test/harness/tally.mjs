// Counting of test results. A tally is { passed, failed, notes }: notes name what failed.

/** The sum of some tallies. */
export function addTallies(tallies) {
  return tallies.reduce(
    (sum, tally) => ({ passed: sum.passed + tally.passed, failed: sum.failed + tally.failed, notes: [...sum.notes, ...tally.notes] }),
    { passed: 0, failed: 0, notes: [] },
  );
}

/**
 * Tallies vitest's JSON report by group. A skipped or unfinished test counts as failed: nothing may be left out silently.
 * @param report parsed JSON of vitest's json reporter
 * @param groupOf file path → label of its group
 * @param ended whether vitest exited with 0
 */
export function tallyVitest(report, groupOf, ended) {
  const groups = {};
  const groupFor = (file) => (groups[groupOf(file)] ??= { passed: 0, failed: 0, notes: [] });
  for (const file of report.testResults) {
    const tally = groupFor(file.name);
    for (const test of file.assertionResults) {
      if (test.status === 'passed') tally.passed += 1;
      else {
        tally.failed += 1;
        tally.notes.push(`${test.status}: ${test.fullName}`);
      }
    }
    // A file that breaks before its first test has no tests to count.
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      tally.failed += 1;
      tally.notes.push(`failed: ${file.name} ${String(file.message ?? '').split('\n')[0]}`);
    }
  }
  const failed = addTallies(Object.values(groups)).failed;
  if (!ended && failed === 0) groups['test run'] = { passed: 0, failed: 1, notes: ['the run ended with an error outside of any test'] };
  if (Object.keys(groups).length === 0) groups['test run'] = { passed: 0, failed: 1, notes: ['no test was found'] };
  return groups;
}

/**
 * Tallies the results of the editor suites: { passed: [title], failed: [{ title, message }], pending: [title] }.
 * Pending tests and a run that ended badly count as failed.
 */
export function tallyMocha(results, ended) {
  const notes = [
    ...results.failed.map((test) => `failed: ${test.title}: ${test.message}`),
    ...results.pending.map((title) => `pending: ${title}`),
  ];
  if (!ended && notes.length === 0) notes.push('the editor ended with an error outside of any test');
  if (results.passed.length + notes.length === 0) notes.push('no test was run');
  return { passed: results.passed.length, failed: notes.length, notes };
}
