import { expect, test } from 'vitest'
import { ExceptionCode } from '#contract/sync/outcome.ts'
import { sentenceFor } from './sentences.ts'

const WHO = {
  stationName: 'North',
  operatorId: 'emma',
  stationNames: new Map([['s-2', 'South']]),
}

const OFFICES = [
  'fork',
  'poison',
  'short-pick',
  'false-proof',
  'office-set-back',
  'claim-changed',
  'no-numbers',
]

test.each([...ExceptionCode.options, ...OFFICES])(
  '%s has a sentence of its own that leaves no gap',
  (code) => {
    const detail = new Proxy<Record<string, string>>({}, { get: (_target, name) => String(name) })
    const sentence = sentenceFor({ ...WHO, code, detail })
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect(sentence).not.toContain('could not match')
    expect(sentence).not.toMatch(/ {2}|undefined|null/)
  },
)

test('it says who held what another bench worked on', () => {
  const facts = { ...WHO, code: 'claimed-elsewhere' }
  expect(sentenceFor({ ...facts, detail: { list: 'LLP1', holder: 's-2' } })).toBe(
    'North (emma) worked on pick list LLP1, which South held. Check that nothing was done twice.',
  )
  expect(sentenceFor({ ...facts, detail: { load: 'LD-1', holder: '' } })).toBe(
    'North (emma) worked on load LD-1, which no bench had claimed. Check that nothing was done twice.',
  )
})

test('what the office did itself is said of the office', () => {
  const facts = { ...WHO, stationName: null, operatorId: null, code: 'left-behind' }
  const sentence = sentenceFor({ ...facts, detail: { load: 'LD-1', unitId: '387' } })
  expect(sentence).toMatch(/^The office reported that load LD-1 left without unit 387\./)
})

test('a rule nobody wrote a sentence for still says who and what', () => {
  expect(sentenceFor({ ...WHO, code: 'new-rule', detail: {} })).toContain('new-rule')
})
