import { expect, test } from 'vitest'
import { logTroubleSentence, SALVAGE_REASONS } from '#contract/sync/log-trouble.ts'
import { en } from '../../text/en.ts'
import { nl } from '../../text/nl.ts'
import type { Say } from '../../text/text.ts'
import { logTroubleWords } from './station-words.ts'

const sayIn =
  (texts: Readonly<Record<string, string>>): Say =>
  (key, values = {}) =>
    (texts[key] ?? texts[`${key}_other`] ?? key).replaceAll('{{count}}', String(values['count']))

const trouble = { at: null, carried: 3, unreadable: 0, lost: 2 }

test.each(SALVAGE_REASONS)('a log that is %s is spoken of in both languages', (reason) => {
  for (const kind of ['stopped', 'salvaged'] as const) {
    const what = { ...trouble, kind, reason }
    const [english, dutch] = [en, nl].map((texts) => logTroubleWords(what, sayIn(texts)))
    expect(english).toMatch(/^[A-Z].+\.$/)
    expect(dutch).toMatch(/^[A-Z].+\.$/)
    expect(dutch).not.toBe(english)
    // Both name the same numbers as the sentence for programs.
    const numbers = logTroubleSentence(what).match(/\d+/g)
    expect([english?.match(/\d+/g), dutch?.match(/\d+/g)]).toEqual([numbers, numbers])
  }
})
