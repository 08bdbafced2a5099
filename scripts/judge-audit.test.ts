import { expect, test } from 'vitest'
import { judgeAudit } from './judge-audit.ts'

const TODAY = '2026-03-10'
const URL = 'https://github.com/advisories/GHSA-xxxx-yyyy-zzzz'

const report = (severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      inner: {
        severity,
        via: [{ source: 1, name: 'inner', title: 'Runs what it reads', url: URL, severity }],
      },
      outer: { severity, via: ['inner'] },
    },
    metadata: {},
  })

test('a grave advisory is found, once, and stops a release', () => {
  for (const severity of ['high', 'critical']) {
    expect(judgeAudit(report(severity), [], TODAY)).toEqual({
      kind: 'found',
      advisories: [{ url: URL, severity, title: 'Runs what it reads', packageName: 'inner' }],
    })
  }
})

test('lesser ones are counted', () => {
  expect(judgeAudit(report('moderate'), [], TODAY)).toEqual({ kind: 'clean', lower: 1 })
})

test('one that does not touch us is spared until its day', () => {
  const allowed = (lookAgain: string) => [{ advisory: URL, why: 'we never read', lookAgain }]
  expect(judgeAudit(report('high'), allowed('2026-04-01'), TODAY).kind).toBe('clean')
  expect(judgeAudit(report('high'), allowed('2026-03-10'), TODAY).kind).toBe('found')
})

test('a registry that could not be asked is not a clean one', () => {
  const refused = JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 })
  expect(judgeAudit(refused, [], TODAY)).toEqual({
    kind: 'unknown',
    why: '405 Method Not Allowed',
  })
  for (const text of ['', 'npm error', '{}', '{"auditReportVersion":3}']) {
    expect(judgeAudit(text, [], TODAY).kind).toBe('unknown')
  }
})
