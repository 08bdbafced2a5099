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

test('[PUSH-6, EPOCH-1] an older office that forgot is not shown what it can’t read', async () => {
  const { office, client, countOf } = smallOffice()
  const { log, loop, clock } = syncBench(client)
  for (let n = 0; n < 2; n += 1) logAction(log, 'session.sign-in', {})
  loop.start()
  await settle()
  expect(loop.state.ackedSeq).toBe(2)
  const before = countOf('push')
  office.seqs.length = 1
  office.reads = {}
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(countOf('push')).toBe(before)
  expect(loop.status.block).toBe('office-too-old')
  office.reads = { 'session.sign-in': [1] }
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(countOf('push')).toBeGreaterThan(before)
  await loop.close()
})

test('a page that was read before the last receipts came is no proof of anything', async () => {
  const { client, countOf } = smallOffice()
  let release = () => undefined as void
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const pull: typeof client.pull = async (query) => {
    const page = await client.pull(query)
    await held
    return page
  }
  const { log, loop, clock } = syncBench({ ...client, pull })
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  release()
  await pass(clock, 60_000)
  expect(countOf('push')).toBe(1)
  await loop.close()
})

test('[ID-2] an office that speaks of another log of this station is asked once what it has of this one', async () => {
  const { office, client, countOf } = smallOffice()
  const { log, loop, clock, setBack } = syncBench(client)
  logAction(log, 'session.sign-in', {})
  loop.start()
  await settle()
  office.page = { processed: { incarnation: 'cd'.repeat(16), seq: 9 } }
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(countOf('push')).toBe(2)
  expect(setBack).toEqual([])
  // A third log, as of a bench whose disk was put back to its first: the office has more of this one.
  office.page = { processed: { incarnation: 'ef'.repeat(16), seq: 2 } }
  office.seqs.push(2, 3)
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(setBack).toEqual([{ lastSeq: 1, processedSeq: 3 }])
  expect(loop.status.block).toBe('set-back')
  expect(loop.state.ackedSeq).toBe(1)
  await loop.close()
})
