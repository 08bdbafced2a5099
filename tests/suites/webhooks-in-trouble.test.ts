import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LEASE_MS, PAUSE_BASE_MS } from '../../sync-server/outbox/limits.ts'
import { ANSWER_BYTES_MAX, SEND_TIMEOUT_MS } from '../../sync-server/outbox/send.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { databases } from '../support/databases.ts'
import { moveOf, openLane, type OutboxLane } from '../support/outbox-lane.ts'
import {
  type Behaviour,
  dyingAtOnce,
  dyingMidAnswer,
  failing,
  good,
  hanging,
  type Receiver,
  redirecting,
  startReceiver,
} from '../support/webhook-receiver.ts'

describe.each(databases)('bad receivers and dying offices on $kind', ({ open }) => {
  let lane: OutboxLane
  let receiver: Receiver

  beforeEach(async () => {
    lane = await openLane(open)
    receiver = await startReceiver()
  })

  afterEach(async () => {
    await receiver.close()
    await lane.close()
  })

  test.each<[string, Behaviour, string]>([
    ['answers 500', failing, 'answered 500'],
    ['never answers', hanging, 'no answer within 10 s'],
    ['dies mid-answer', dyingMidAnswer, 'the answer 200 broke off'],
    ['dies at once', dyingAtOnce, 'closed the connection without an answer'],
    [
      'sends us elsewhere',
      redirecting('http://127.0.0.1:9/'),
      'answered 301; redirects are not followed',
    ],
    ['answers 404', (_call, answer) => answer.writeHead(404).end(), 'answered 404'],
  ])('from a receiver that %s nothing is lost, and order is kept', async (_name, bad, error) => {
    await lane.subscribe('erp', receiver.url)
    receiver.behave(bad)
    await lane.emit('A-1', 'A-2', 'B-1')
    await lane.outbox.look()
    await expect.poll(() => receiver.calls.length).toBe(2)
    lane.time.fire(SEND_TIMEOUT_MS)
    await lane.outbox.settled()
    const [first] = await lane.deliveries('waiting')
    expect(first).toMatchObject({ attempts: 1, lastError: error })
    receiver.behave(good)
    receiver.calls.length = 0
    await lane.rounds(1)
    expect(receiver.calls.map(moveOf).toSorted()).toEqual(['A-1', 'A-2', 'B-1'])
    const ofA = receiver.calls.map(moveOf).filter((move) => move.startsWith('A'))
    expect(ofA).toEqual(['A-1', 'A-2'])
    expect(await lane.deliveries('waiting')).toEqual([])
  })

  test('from a receiver that refuses connections nothing is lost', async () => {
    const { url, port } = receiver
    await lane.subscribe('erp', url)
    await receiver.close()
    await lane.emit('A-1', 'A-2')
    await lane.drain()
    expect(await lane.deliveries('waiting')).toMatchObject([
      { attempts: 1, lastError: 'refused the connection' },
      { attempts: 0 },
    ])
    receiver = await startReceiver('127.0.0.1', port)
    await lane.rounds(1)
    expect(receiver.calls.map(moveOf)).toEqual(['A-1', 'A-2'])
  })

  test('ten megabytes of answer are not read', async () => {
    await lane.subscribe('erp', receiver.url)
    const megabyte = Buffer.alloc(1_024 * 1_024, 'x')
    let written = 0
    receiver.behave((_call, answer) => {
      answer.writeHead(200, { 'content-length': String(10 * megabyte.length) })
      const more = () => {
        if (written >= 10 * megabyte.length || answer.destroyed) return
        written += ANSWER_BYTES_MAX
        answer.write(megabyte.subarray(0, ANSWER_BYTES_MAX), more)
      }
      more()
    })
    await lane.emit('A-1')
    await lane.drain()
    expect(await lane.deliveries()).toMatchObject([{ status: 'delivered', attempts: 1 }])
    expect(written).toBeLessThan(10 * megabyte.length)
  })

  test('two hundred events at once come as a trickle, four at a time', async () => {
    await lane.subscribe('erp', receiver.url)
    await lane.emit(...Array.from({ length: 200 }, (_, order) => `O${order}-1`))
    await lane.drain()
    expect(receiver.calls).toHaveLength(60)
    expect(receiver.open.most).toBeLessThanOrEqual(4)
    for (let second = 0; second < 5; second += 1) {
      lane.time.forward(1_000)
      await lane.drain()
    }
    expect(receiver.calls).toHaveLength(60 + 5 * 9)
    lane.time.forward(3_600_000)
    await lane.drain()
    expect(receiver.calls).toHaveLength(60 + 5 * 9 + 60)
  })

  test('receivers that hold their answers have four calls open and no fifth', async () => {
    await lane.subscribe('erp', receiver.url)
    receiver.behave(hanging)
    await lane.emit('A-1', 'B-1', 'C-1', 'D-1', 'E-1', 'F-1')
    await lane.outbox.look()
    await expect.poll(() => receiver.calls.length).toBe(4)
    await lane.outbox.look()
    const other = lane.another()
    await other.look()
    expect(receiver.open).toEqual({ now: 4, most: 4 })
    receiver.behave(good)
    lane.time.fire(SEND_TIMEOUT_MS)
    await lane.outbox.settled()
    expect(receiver.calls.map(moveOf).slice(4).toSorted()).toEqual(['E-1', 'F-1'])
  })

  test('a receiver that keeps failing is left alone for longer and longer', async () => {
    await lane.subscribe('erp', receiver.url)
    receiver.behave(failing)
    await lane.emit(...Array.from({ length: 100 }, (_, order) => `O${order}-1`))
    const perMinute: number[] = []
    for (let minute = 0; minute < 20; minute += 1) {
      const before = receiver.calls.length
      for (let second = 0; second < 60; second += 5) {
        await lane.drain()
        lane.time.forward(5_000)
      }
      perMinute.push(receiver.calls.length - before)
    }
    expect(perMinute[0]).toBeLessThanOrEqual(16)
    expect(Math.max(...perMinute.slice(1))).toBeLessThanOrEqual(2)
    expect(receiver.calls.length).toBeLessThanOrEqual(25)
    const { body } = await lane.office.admin('GET', '/v1/webhooks')
    const [webhook] = (body as { items: { failuresInRow: number; pausedUntil: string }[] }).items
    expect(webhook?.failuresInRow).toBe(receiver.calls.length)
    const pauseMs = Date.parse(webhook?.pausedUntil ?? '') - lane.time.clock.now()
    expect(pauseMs).toBeGreaterThan(PAUSE_BASE_MS)
    // Somebody has mended it: one probe is taken, and then everything flows.
    receiver.behave(good)
    receiver.calls.length = 0
    await lane.office.admin('POST', '/v1/webhooks/erp/redeliver')
    for (let second = 0; second < 60; second += 1) {
      await lane.drain()
      lane.time.forward(1_000)
    }
    const moves = receiver.calls.filter(({ event }) => event.subject.startsWith('order/O'))
    expect(new Set(moves.map(moveOf)).size).toBe(100)
    expect(moves).toHaveLength(100)
  })

  test('an office that dies between answer and record tells again, under the same id and in order', async () => {
    await lane.subscribe('erp', receiver.url)
    await lane.emit('A-1', 'A-2')
    let isDead = false
    receiver.behave((call, answer) => {
      isDead = true
      good(call, answer)
    })
    const dying: Store = {
      ...lane.database.store,
      transaction: (work) =>
        isDead ? Promise.reject(new Error('gone')) : lane.database.store.transaction(work),
    }
    const first = lane.another({ store: dying })
    await first.look()
    await first.settled()
    expect(receiver.calls.map(moveOf)).toEqual(['A-1'])
    receiver.behave(good)
    await lane.drain()
    expect(receiver.calls.map(moveOf)).toEqual(['A-1'])
    lane.time.forward(LEASE_MS)
    await lane.drain()
    expect(receiver.calls.map(moveOf)).toEqual(['A-1', 'A-1', 'A-2'])
    const [once, twice] = receiver.calls
    expect(twice?.event).toEqual(once?.event)
    expect(twice?.headers['loadline-attempt']).toBe('2')
    expect(await lane.deliveries('waiting')).toEqual([])
  })

  test('an answer that comes after the lease ended changes nothing that another office did', async () => {
    await lane.subscribe('erp', receiver.url)
    await lane.emit('A-1', 'A-2')
    const held: (() => void)[] = []
    receiver.behave((call, answer) => {
      if (call.headers['loadline-attempt'] === '1') held.push(() => failing(call, answer))
      else good(call, answer)
    })
    const slow = lane.another()
    await slow.look()
    await expect.poll(() => held.length).toBe(1)
    lane.time.forward(LEASE_MS)
    receiver.behave(good)
    await lane.drain()
    for (const answer of held) answer()
    await slow.settled()
    expect(receiver.calls.map(moveOf)).toEqual(['A-1', 'A-1', 'A-2'])
    expect(await lane.deliveries('delivered')).toHaveLength(2)
    expect(await lane.office.admin('GET', '/v1/webhooks')).toMatchObject({
      body: { items: [{ failuresInRow: 0 }] },
    })
  })

  test('an office that closes leaves what it was sending to the next', async () => {
    await lane.subscribe('erp', receiver.url)
    await lane.emit('A-1')
    receiver.behave(hanging)
    const closing = lane.another()
    await closing.look()
    await expect.poll(() => receiver.calls.length).toBe(1)
    await closing.close()
    receiver.behave(good)
    await lane.drain()
    expect(receiver.calls.map(moveOf)).toEqual(['A-1', 'A-1'])
    expect(await lane.deliveries()).toMatchObject([{ status: 'delivered', lastError: null }])
  })

  test('three offices at once tell everything once and each order in its order', async () => {
    await lane.subscribe('erp', receiver.url)
    const outboxes = [lane.outbox, lane.another(), lane.another()]
    const moves = Array.from({ length: 60 }, (_, n) => `O${n % 10}-${Math.floor(n / 10)}`)
    for (const move of moves) {
      await lane.emit(move)
      await Promise.all(outboxes.map((outbox) => outbox.look()))
    }
    // One that found another at work on the webhook has let it pass, and looks again.
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(outboxes.map((outbox) => outbox.look()))
      await Promise.all(outboxes.map((outbox) => outbox.settled()))
    }
    expect(receiver.calls.map(moveOf).toSorted()).toEqual(moves.toSorted())
    for (let order = 0; order < 10; order += 1) {
      const own = receiver.calls.map(moveOf).filter((move) => move.startsWith(`O${order}-`))
      expect(own).toEqual(own.toSorted())
    }
    const sequences = receiver.calls.map(({ event }) => event.sequence)
    expect(new Set(sequences).size).toBe(60)
  })
})

describe.each(databases)('names that lead elsewhere, on $kind', ({ open }) => {
  test('a call goes to the address that was checked, whatever the name says a moment later', async () => {
    const receiver = await startReceiver()
    const inside = await startReceiver('127.0.0.2', receiver.port)
    const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.2']
    let lookups = 0
    const lane = await openLane(open, async () => {
      const address = addresses[lookups] ?? '127.0.0.2'
      lookups += 1
      return [{ address, family: 4 }]
    })
    await lane.subscribe('erp', receiver.url)
    await lane.database.store.transaction((tx) =>
      tx
        .updateTable('webhook_subscription')
        .set({ url: `http://rebind.example:${receiver.port}/hook` })
        .execute(),
    )
    await lane.emit('A-1', 'A-2')
    await lane.drain()
    expect(receiver.calls.map(moveOf)).toEqual(['A-1'])
    expect(receiver.calls[0]?.headers['host']).toBe(`rebind.example:${receiver.port}`)
    expect(lookups).toBe(2)
    const { body } = await lane.office.admin('GET', '/v1/webhooks/erp/deliveries?status=waiting')
    expect(body).toMatchObject({
      items: [{ attempts: 1, lastError: 'rebind.example is an address that is not public' }],
    })
    expect(inside.calls).toEqual([])
    await lane.close()
    await receiver.close()
    await inside.close()
  })
})
