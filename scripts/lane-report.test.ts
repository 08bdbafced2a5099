import { expect, test } from 'vitest'
import { countCommand, countVitest, failuresOf } from './lane-report.ts'

function report(changes: object): string {
  return JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    success: true,
    testResults: [],
    ...changes,
  })
}

test('passed and failed tests are taken from the report', () => {
  expect(countVitest(report({}), 0)).toEqual({ passed: 3, failed: 0, why: null })
  expect(countVitest(report({ numFailedTests: 2 }), 1)).toMatchObject({ passed: 3, failed: 2 })
})

test('a file that did not load is a failure although none of its tests failed', () => {
  const testResults = [{ status: 'failed', assertionResults: [], name: 'broken.test.ts' }]
  expect(countVitest(report({ testResults }), 1)).toMatchObject({ passed: 3, failed: 1 })
})

test('an error outside every test is a failure', () => {
  expect(countVitest(report({}), 1)).toMatchObject({ failed: 1 })
})

test('a lane without tests or without a report is a failure', () => {
  expect(countVitest(report({ numPassedTests: 0 }), 0)).toMatchObject({ failed: 1 })
  expect(countVitest(null, 0)).toMatchObject({ failed: 1 })
  expect(countVitest('{ half', 0)).toMatchObject({ failed: 1 })
})

test('any other lane counts as one', () => {
  expect(countCommand(0)).toMatchObject({ passed: 1, failed: 0 })
  expect(countCommand(2)).toMatchObject({ passed: 0, failed: 1 })
})

test('each failure is named with its file and how its message begins', () => {
  const story = {
    status: 'failed',
    fullName: 'a story',
    failureMessages: ['\u001B[31mno\u001B[0m'],
  }
  const fine = { status: 'passed', fullName: 'fine', failureMessages: [] }
  const testResults = [
    { status: 'failed', name: 'a.test.ts', message: '', assertionResults: [fine, story] },
    { status: 'failed', name: 'b.test.ts', message: 'cannot load', assertionResults: [] },
    { status: 'passed', name: 'c.test.ts', message: '', assertionResults: [fine] },
  ]
  expect(failuresOf(report({ testResults }))).toEqual([
    'a.test.ts > a story\n    no',
    'b.test.ts\n    cannot load',
  ])
  expect(failuresOf(null)).toEqual([])
})
