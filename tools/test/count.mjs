// Counts tests in vitest's json report. What vitest holds against a run without blaming a test (a
// file that does not load, an unhandled error, no report at all) counts as a failure as well.

const failedToLoad = ({ status, assertionResults }) =>
  status === 'failed' && !assertionResults.some((result) => result.status === 'failed')

/** `status` is vitest's exit status: a run that failed never counts zero failures. */
export function countTests(report, status) {
  if (!report) return { passed: 0, failed: 1 }
  const passed = report.numPassedTests
  const failed = report.numFailedTests + report.testResults.filter(failedToLoad).length
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1) }
}
