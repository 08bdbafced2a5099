import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyed, load } from '../testing/builders.ts'
import { perform, randomFloor, RUNS, shift, types } from '../testing/random-shift.ts'
import { actionDefinitions, actionKind } from './index.ts'

test('[FACT-1] a fact is never refused and never crashes, whatever hands did before', () => {
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      const refusals = acts.map((next) => ({ next, refusal: perform(floor, next).refusal }))
      const facts = refusals.filter(({ next }) => actionKind(next.type) === 'fact')
      expect(facts.filter(({ refusal }) => refusal !== null)).toEqual([])
    }),
    RUNS,
  )
})

test('a claim never breaks a rule, and one that is refused changes nothing', () => {
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      const decisions = acts.map((next) => ({ next, decision: perform(floor, next) }))
      const claims = decisions.filter(({ next }) => actionKind(next.type) === 'claim')
      expect(claims.flatMap(({ decision }) => decision.breaks)).toEqual([])
      const refused = claims.filter(({ decision }) => decision.refusal !== null)
      expect(refused.flatMap(({ decision }) => decision.changes)).toEqual([])
      expect(refused.flatMap(({ decision }) => decision.effects)).toEqual([])
    }),
    RUNS,
  )
})

test('what an action leaves behind is still a valid document', async () => {
  const { documentSchemas } = await import('../documents/document.ts')
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      for (const next of acts) {
        for (const change of perform(floor, next).changes) {
          const parsed = documentSchemas[change.kind].safeParse(change.doc)
          expect(parsed.error, `${next.type} made a bad ${change.kind}`).toBeUndefined()
        }
      }
    }),
    { numRuns: 100 },
  )
})

test('every action is named after its file and knows its class', () => {
  for (const [type, definition] of Object.entries(actionDefinitions)) {
    expect(definition.type).toBe(type)
    expect(definition.v).toBe(1)
  }
  const claims = types.filter((type) => actionKind(type) === 'claim')
  expect(claims).toEqual(['pick.claim', 'load.claim', 'load.confirm'])
  expect(keyed(load()).kind).toBe('load')
})
