import { expect, test } from 'vitest'
import { BatchCrash, DecisionCrash, findCrash } from './decision-crash.ts'

const [ONE, TWO] = [{ id: 'a' }, { id: 'b' }]

const failing = (reason: unknown): Promise<never> => Promise.reject(reason)

test('[PUSH-6] a defect in a batch is nobody’s yet; in a batch of one it is that action’s', async () => {
  const defect = new TypeError('no such member')
  await expect(findCrash([ONE, TWO], () => failing(defect))).rejects.toBeInstanceOf(BatchCrash)
  await expect(findCrash([ONE], () => failing(defect))).rejects.toMatchObject({ actionId: 'a' })
})

test('[PUSH-6] what the database answers, or a rule that named its action, is no such defect', async () => {
  const busy = Object.assign(new Error('deadlock detected'), { code: '40P01' })
  await expect(findCrash([ONE], () => failing(busy))).rejects.toBe(busy)
  const named = new DecisionCrash('b', busy)
  await expect(findCrash([ONE, TWO], () => failing(named))).rejects.toBe(named)
})
