import { expect, test } from 'vitest'
import { LOG_STOPS, LogTrouble, logTroubleSentence, SALVAGE_REASONS } from './log-trouble.ts'

const trouble = { at: null, carried: 12, unreadable: 3, lost: 2 }

test('[ID-4] every reason for which a log was set aside has words that say what is missing', () => {
  for (const reason of SALVAGE_REASONS) {
    const told = LogTrouble.parse({ ...trouble, kind: 'salvaged', reason })
    expect(logTroubleSentence(told)).toContain('12 actions')
  }
  const broken = { ...trouble, kind: 'salvaged', reason: 'chain-broken' } as const
  expect(logTroubleSentence(broken)).toContain('2 could not be read')
  expect(logTroubleSentence({ ...broken, lost: 0 })).toContain(
    'Nothing that was recorded is missing',
  )
  expect(logTroubleSentence({ ...broken, reason: 'wal-missing' })).toContain('may be missing')
})

test('[ID-2] a log that stopped says what a person can do', () => {
  const said = LOG_STOPS.map((reason) =>
    logTroubleSentence({ ...trouble, kind: 'stopped', reason }),
  )
  expect(new Set(said).size).toBe(LOG_STOPS.length)
  expect(said[0]).toContain('a supervisor begins a new log')
  expect(said[0]).toContain('with a code from the office')
})
