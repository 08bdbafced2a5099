import { expect, test } from 'vitest'
import { isDisowned } from '../store/log-stop.ts'
import { logAction } from '../testing/logged.ts'
import { INCARNATION, pass, settle, smallOffice, syncBench } from '../testing/sync-bench.ts'
import { RETRY_AFTER_MAX_MS, UNAUTHORIZED_WAIT_MIN_MS } from './connection.ts'
import { CHAIN_RETRY_MS } from './push-lane.ts'

const MINUTE_MS = 60_000

/** A bench that is online, with nothing to send. */
async function online(changed: Parameters<typeof syncBench>[1] = {}) {
  const small = smallOffice()
  const bench = syncBench(small.client, changed)
  bench.loop.start()
  await settle()
  const record = async () => {
    logAction(bench.log, 'session.sign-in', {})
    bench.loop.wakePush()
    await settle()
  }
  const minutes = async (count: number) => {
    for (let n = 0; n < count; n += 1) await pass(bench.clock, MINUTE_MS)
  }
  return { ...small, ...bench, record, minutes }
}

test('[SEC-1] a refused token is tried again, but never at once, and says so on pull and push', async () => {
  const { office, loop, clock, countOf, record, minutes } = await online({ random: () => 0 })
  office.failure = { kind: 'unauthorized', code: 'unauthorized' }
  await record()
  const before = countOf('push')
  await pass(clock, UNAUTHORIZED_WAIT_MIN_MS - 1)
  expect(countOf('push')).toBe(before)
  await minutes(1)
  expect(loop.status).toMatchObject({ block: 'unauthorized', online: false, newWorkStop: null })
  office.failure = null
  await minutes(2)
  expect(office.seqs).toEqual([1])
  expect(loop.status).toMatchObject({ block: 'none', online: true })
  await loop.close()
})

test('[SEC-1] a token that only a pull tried is said, and no longer once it works', async () => {
  const { office, loop, minutes } = await online()
  office.failures.pull = { kind: 'unauthorized', code: 'unauthorized' }
  await minutes(1)
  expect(loop.status.block).toBe('unauthorized')
  delete office.failures.pull
  await minutes(3)
  expect(loop.status).toMatchObject({ block: 'none', online: true })
  await loop.close()
})

test('[SEC-1, I12] that the office has forgotten the bench is noted in its log until it knows it again', async () => {
  const { office, log, loop, minutes } = await online()
  expect(isDisowned(log)).toBe(false)
  office.failure = { kind: 'unauthorized', code: 'revoked' }
  await minutes(1)
  expect(isDisowned(log)).toBe(false)
  office.failure = { kind: 'unauthorized', code: 'unauthorized' }
  await minutes(2)
  expect(isDisowned(log)).toBe(true)
  office.failure = { kind: 'unreachable', detail: 'no network' }
  await minutes(2)
  expect(isDisowned(log)).toBe(true)
  office.failure = null
  await minutes(6)
  expect(isDisowned(log)).toBe(false)
  await loop.close()
})

test('[SEC-1] a revoked bench sends what it has where it is drained, and begins nothing new', async () => {
  const { office, loop, record, minutes } = await online()
  office.failures.pull = { kind: 'unauthorized', code: 'revoked' }
  await minutes(1)
  await record()
  expect(office.seqs).toEqual([1])
  expect(loop.status).toMatchObject({
    newWorkStop: 'bench-revoked',
    block: 'unauthorized',
    isDraining: true,
  })
  await loop.close()
})

test.each(['pull', 'heartbeat'] as const)(
  '[VER-1] 426 to a %s stops new work, not the upload of old scans, until the upgrade is there',
  async (call) => {
    const { office, loop, record, minutes } = await online()
    office.failures[call] = { kind: 'upgrade' }
    await minutes(1)
    expect(loop.status).toMatchObject({ block: 'upgrade', newWorkStop: 'upgrade-needed' })
    await record()
    expect(office.seqs).toEqual([1])
    expect(loop.status.newWorkStop).toBe('upgrade-needed')
    delete office.failures[call]
    await minutes(3)
    expect(loop.status).toMatchObject({ block: 'none', newWorkStop: null })
    await loop.close()
  },
)

test('[VER-1] 426 to a push holds what is sent; work goes on and nothing is lost', async () => {
  const { office, loop, countOf, record, minutes } = await online()
  office.failures.push = { kind: 'upgrade' }
  await record()
  await minutes(10)
  expect(loop.status).toMatchObject({ block: 'upgrade', newWorkStop: null, online: true })
  expect(countOf('push')).toBeLessThanOrEqual(20)
  delete office.failures.push
  await minutes(2)
  expect(office.seqs).toEqual([1])
  await loop.close()
})

test('[PUSH-4] whoever asks to wait is left alone by every lane, and not for longer than a limit', async () => {
  const { office, loop, clock, record } = await online()
  office.failures.push = { kind: 'busy', retryAfterMs: 24 * 60 * MINUTE_MS }
  await record()
  const before = office.calls.length
  delete office.failures.push
  await record()
  office.poke()
  await pass(clock, RETRY_AFTER_MAX_MS - MINUTE_MS)
  expect(office.calls.length).toBe(before)
  await pass(clock, 3 * MINUTE_MS)
  expect(office.seqs).toEqual([1, 2])
  await loop.close()
})

test.each(['push', 'pull'] as const)(
  '[PUSH-4] a %s that is told to wait for no time at all is not sent in a loop',
  async (call) => {
    const { office, loop, clock, countOf, record, minutes } = await online()
    office.failures[call] = { kind: 'busy', retryAfterMs: 0 }
    await record()
    await minutes(10)
    const before = countOf(call)
    for (let n = 0; n < 600; n += 1) await pass(clock, 100)
    expect(countOf(call) - before).toBeLessThanOrEqual(2)
    delete office.failures[call]
    await minutes(2)
    expect(office.seqs).toEqual([1])
    await loop.close()
  },
)

test('[PUSH-4] an office that answers and gets no further is not sent the same in a loop', async () => {
  const { client } = smallOffice()
  let pushes = 0
  const { log, loop, clock } = syncBench({
    ...client,
    push: async (request) => {
      pushes += 1
      const answer = await client.push(request)
      return answer.ok
        ? { ok: true, value: { ...answer.value, ackedSeq: 0, receipts: [] } }
        : answer
    },
  })
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  for (let n = 0; n < 10; n += 1) await pass(clock, MINUTE_MS)
  const before = pushes
  for (let n = 0; n < 10; n += 1) await pass(clock, MINUTE_MS)
  expect(pushes - before).toBeLessThanOrEqual(11)
  await loop.close()
})

test('[SEC-1] a token that the stream of pokes found refused is not held against it later', async () => {
  const { client } = smallOffice()
  let isRefused = true
  const { loop, clock } = syncBench({
    ...client,
    live: (onPoke, signal) =>
      isRefused
        ? Promise.resolve({ kind: 'unauthorized', code: 'revoked' })
        : client.live(onPoke, signal),
  })
  loop.start()
  await settle()
  isRefused = false
  for (let n = 0; n < 5; n += 1) await pass(clock, MINUTE_MS)
  expect(loop.status).toMatchObject({ online: true, block: 'none', newWorkStop: null })
  await loop.close()
})

test('[ID-2] that a log was set back stays said whatever else the office says', async () => {
  const { office, loop, record, minutes } = await online()
  office.page = { processed: { incarnation: INCARNATION, seq: 7 } }
  await minutes(1)
  expect(loop.status.block).toBe('set-back')
  office.failures.push = { kind: 'unauthorized', code: 'unauthorized' }
  await record()
  await minutes(1)
  delete office.failures.push
  await minutes(3)
  expect(office.seqs).toEqual([1])
  expect(loop.status.block).toBe('set-back')
  await loop.close()
})

test('[PUSH-6] what waits for an upgrade of the office goes on whatever else stands in the way', async () => {
  const { office, loop, record, minutes } = await online()
  office.reads = {}
  await minutes(1)
  await record()
  expect(loop.status.block).toBe('office-too-old')
  office.failures.heartbeat = { kind: 'unauthorized', code: 'unauthorized' }
  await minutes(2)
  office.reads = { 'session.sign-in': [1] }
  await minutes(3)
  expect(office.seqs).toEqual([1])
  await loop.close()
})

test('[PUSH-4] news during a back-off does not call early', async () => {
  const { office, loop, clock, countOf, record, minutes } = await online()
  office.failure = { kind: 'unreachable', detail: 'no route' }
  await record()
  await minutes(12)
  const before = { push: countOf('push'), pull: countOf('pull') }
  for (let n = 0; n < 20; n += 1) {
    await record()
    office.poke()
    await pass(clock, 100)
  }
  expect(countOf('push') - before.push).toBeLessThanOrEqual(1)
  expect(countOf('pull') - before.pull).toBeLessThanOrEqual(1)
  await loop.close()
})

test('[PUSH-4] a push that fails while pulls work is not sent in a loop', async () => {
  const { office, loop, countOf, record, minutes } = await online({ random: () => 0.5 })
  office.failures.push = { kind: 'failed', status: 500, detail: 'oops' }
  await record()
  await minutes(2)
  const before = office.calls.length
  await minutes(10)
  expect((office.calls.length - before) / 10).toBeLessThan(20)
  expect(loop.status.online).toBe(true)
  const pushes = countOf('push')
  delete office.failures.push
  await minutes(1)
  expect(countOf('push')).toBeGreaterThan(pushes)
  expect(office.seqs).toEqual([1])
  await loop.close()
})

test('[PUSH-4] a conflict that comes back every time is answered ever more slowly', async () => {
  const { office, loop, countOf, record, minutes } = await online()
  let turn = 0
  office.failures.push = { kind: 'conflict', conflict: { code: 'gap', expectedSeq: 1 } }
  Object.defineProperty(office.failures, 'push', {
    get: () => {
      turn += 1
      const conflict =
        turn % 2 === 0
          ? { code: 'gap' as const, expectedSeq: 1 }
          : { code: 'epoch' as const, epoch: 'e1', lastSeq: 0 }
      return { kind: 'conflict', conflict }
    },
  })
  await record()
  await minutes(10)
  const before = countOf('push')
  await minutes(10)
  expect(countOf('push') - before).toBeLessThanOrEqual(11)
  await loop.close()
})

test('[PUSH-4] a network that asks for a login is told apart from none', async () => {
  const { office, loop, minutes } = await online()
  office.failure = { kind: 'not-the-office', detail: 'a page' }
  await minutes(1)
  expect(loop.status).toMatchObject({ online: false, trouble: 'not-the-office', block: 'none' })
  office.failure = { kind: 'not-understood', detail: 'a newer office' }
  await minutes(2)
  expect(loop.status.trouble).toBe('not-understood')
  office.failure = null
  await minutes(2)
  expect(loop.status).toMatchObject({ online: true, trouble: 'none' })
  await loop.close()
})

test('[PUSH-1] what a proxy refuses as too large is sent in halves, down to one', async () => {
  const { office, loop, log, minutes } = await online()
  const limit = 30
  Object.defineProperty(office.failures, 'push', {
    get: () => {
      const size = office.pushed.at(-1)?.actions.length ?? 0
      return size > limit ? { kind: 'too-large' } : undefined
    },
  })
  for (let n = 0; n < 100; n += 1) logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await minutes(1)
  expect(office.seqs).toHaveLength(100)
  // 100 and 50 are too large; all of the queue then goes by 25.
  expect(office.pushed.map(({ actions }) => actions.length)).toEqual([100, 50, 25, 25, 25, 25])
  await loop.close()
})

test('[LOG-6] a log whose chain the office rejects is looked at, and hardly sent again', async () => {
  const { office, loop, clock, troubles, countOf, record } = await online()
  office.failures.push = { kind: 'rejected', status: 400, code: 'chain', detail: 'at 1' }
  await record()
  expect(loop.status.block).toBe('rejected')
  expect(troubles).toContain('the log is suspect')
  await pass(clock, CHAIN_RETRY_MS - 1)
  expect(countOf('push')).toBe(1)
  delete office.failures.push
  await pass(clock, MINUTE_MS)
  expect(office.seqs).toEqual([1])
  await loop.close()
})

test('[POKE-1] polls are spread over 15 to 30 seconds, and a poke needs none', async () => {
  for (const [chance, atMs] of [
    [0, 15_000],
    [1, 30_000],
  ] as const) {
    const { office, loop, clock, countOf } = await online({ random: () => chance })
    const before = countOf('pull')
    await pass(clock, atMs - 1)
    expect(countOf('pull')).toBe(before)
    await pass(clock, 1)
    expect(countOf('pull')).toBe(before + 1)
    office.poke()
    await settle()
    expect(countOf('pull')).toBe(before + 2)
    await loop.close()
  }
})

test('[I14] a feed that gets nowhere, or begins over and over, is not asked in a loop', async () => {
  const stuck = { more: true, cursor: 0, head: 9 }
  const restless = { more: true, cursor: 0, head: 9, reset: true }
  for (const page of [stuck, restless]) {
    const { office, loop, countOf, minutes } = await online()
    office.page = page
    await minutes(10)
    const before = countOf('pull')
    await minutes(10)
    expect(countOf('pull') - before).toBeLessThanOrEqual(11)
    office.page = {}
    await minutes(2)
    expect(loop.status.online).toBe(true)
    await loop.close()
  }
})

test('[I14] a page that a slow network does not carry is asked for smaller, and larger again', async () => {
  const { office, loop, clock, limits } = await withLimits()
  office.failures.pull = { kind: 'unreachable', detail: 'timed out' }
  for (let n = 0; n < 10; n += 1) await pass(clock, MINUTE_MS)
  expect(limits.at(-1)).toBe(100)
  delete office.failures.pull
  for (let n = 0; n < 10; n += 1) await pass(clock, MINUTE_MS)
  expect(limits.at(-1)).toBe(5_000)
  await loop.close()
})

test('[I14] [PUSH-4] an office that is busy is not asked for more and smaller pages', async () => {
  const { office, loop, clock, limits } = await withLimits()
  office.failures.pull = { kind: 'busy', retryAfterMs: 1_000 }
  for (let n = 0; n < 5; n += 1) await pass(clock, MINUTE_MS)
  expect(limits.at(-1)).toBe(5_000)
  await loop.close()
})

async function withLimits() {
  const { office, client } = smallOffice()
  const limits: number[] = []
  const bench = syncBench({
    ...client,
    pull: (query) => {
      limits.push(query.limit)
      return client.pull(query)
    },
  })
  bench.loop.start()
  await settle()
  return { office, limits, ...bench }
}
