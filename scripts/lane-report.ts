import { stripVTControlCharacters } from 'node:util'

/** What one lane came to. */
export type LaneCount = { passed: number; failed: number; why: string | null }

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  success: boolean
  testResults: {
    status: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
    name: string
    message: string
  }[]
}

/** Lines of one failure's message that stand in the list at the end. */
const MESSAGE_LINES = 12

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

/** Each failure of Vitest's JSON report: the file, the test's whole name and how its message begins. */
export function failuresOf(json: string | null): string[] {
  const report = json === null ? null : parse(json)
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    if (file.status === 'failed' && failed.length === 0) return [failure(file.name, file.message)]
    return failed.map((test) =>
      failure(`${file.name} > ${test.fullName}`, test.failureMessages.join('\n')),
    )
  })
}

function failure(name: string, message: string): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, MESSAGE_LINES)
  return [name, ...lines.map((line) => `    ${line}`)].join('\n')
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
