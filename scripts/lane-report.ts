/** What one lane came to. */
export type LaneCount = { passed: number; failed: number; why: string | null }

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  success: boolean
  testResults: { status: string; assertionResults: unknown[]; name: string }[]
}

/**
 * Counts from Vitest's JSON report, so that a lane can't look better than it was: a file that did not
 * load, an error outside every test and a lane without any test are each one failure.
 */
export function countVitest(json: string | null, exitCode: number): LaneCount {
  const report = json === null ? null : parse(json)
  if (report === null) return { passed: 0, failed: 1, why: 'no report was written' }
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = report.numFailedTests + unloaded.length
  const passed = report.numPassedTests
  if (failed > 0) return { passed, failed, why: null }
  if (passed === 0) return { passed, failed: 1, why: 'no test ran' }
  if (exitCode !== 0) return { passed, failed: 1, why: 'an error outside every test' }
  return { passed, failed, why: null }
}

export function countCommand(exitCode: number): LaneCount {
  return exitCode === 0
    ? { passed: 1, failed: 0, why: null }
    : { passed: 0, failed: 1, why: `exit code ${exitCode}` }
}

function parse(json: string): VitestReport | null {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
