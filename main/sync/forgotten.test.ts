import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { pass, settle, smallOffice, syncBench } from '../testing/sync-bench.ts'

test('[EPOCH-1] an office that has processed less than it acknowledged is shown so, though nothing waits', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = syncBench(client)
  for (let n = 0; n < 3; n += 1) logAction(log, 'session.sign-in', {})
  loop.start()
  await settle()
  expect(loop.state.ackedSeq).toBe(3)
  // Restored to before the last two; its head has passed this bench's cursor, its epoch is the same.
  office.seqs.length = 1
  const conflict = { code: 'epoch' as const, epoch: 'e2', lastSeq: 1 }
  office.failures.push = { kind: 'conflict', conflict }
  await pass(clock, 30_000)
  expect(office.pushed.at(-1)).toMatchObject({ fromSeq: 3, ackedSeq: 3, actions: [{ seq: 3 }] })
  office.failures = {}
  office.epoch = 'e2'
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1, 2, 3])
  await loop.close()
})

test('a page that was read before the last receipts came is no proof of anything', async () => {
  const { office, client, countOf } = smallOffice()
  const { log, loop, clock } = syncBench(client)
  loop.start()
  await settle()
  office.page = { processed: { incarnation: 'cd'.repeat(16), seq: 0 } }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  await pass(clock, 60_000)
  expect(countOf('push')).toBe(1)
  await loop.close()
})
