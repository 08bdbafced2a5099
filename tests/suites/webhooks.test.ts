import { createHmac, timingSafeEqual } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../sync-server/jobs/start-jobs.ts'
import { purgeOutbox } from '../../sync-server/outbox/index.ts'
import { databases } from '../support/databases.ts'
import { codeOf } from '../support/wholesaler.ts'
import { moveOf, openLane, type OutboxLane } from '../support/outbox-lane.ts'
import {
  type Behaviour,
  failing,
  good,
  type ReceivedCall,
  type Receiver,
  startReceiver,
} from '../support/webhook-receiver.ts'

type ParkedTask = { id: string; choices: { choice: string }[] }

describe.each(databases)('webhooks on $kind', ({ open }) => {
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

  test('an event is told as a CloudEvent, signed so that anyone with the secret can tell', async () => {
    const secret = await lane.subscribe('erp', receiver.url)
    await lane.emit('A-1')
    await lane.drain()
    const [call] = receiver.calls
    expect(receiver.calls).toHaveLength(1)
    expect(call?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'loadline-attempt': '1',
      'loadline-delivery': call?.event.id,
    })
    expect(call?.event).toMatchObject({
      specversion: '1.0',
      source: '/loadline/MAIN',
      type: 'com.loadline.order.status-changed',
      subject: 'order/A',
      time: '2026-03-10T08:00:00.000Z',
      datacontenttype: 'application/json',
      data: { orderNumber: 'A', from: 'CONFIRMED', to: 'IN_PROGRESS', reason: '1' },
    })
    const now = lane.time.clock.now() / 1_000
    expect(isGenuine(call, secret, now)).toBe(true)
    expect(isGenuine(call, `${secret}x`, now)).toBe(false)
    expect(isGenuine(call, secret, now + 301)).toBe(false)
    expect(isGenuine(call && { ...call, body: call.body.replace('A', 'B') }, secret, now)).toBe(
      false,
    )
    await lane.rounds(3)
    expect(receiver.calls).toHaveLength(1)
  })

  test('a webhook is told what it asked for, and the secret is shown once', async () => {
    const types = ['order.confirmed', 'order.adjusted']
    const secret = await lane.subscribe('erp', receiver.url, { types })
    expect(secret).toMatch(/^whsec_[\w-]{43}$/)
    const all = await startReceiver()
    await lane.subscribe('all', all.url, { secret: 'a secret of our own'.replaceAll(' ', '-') })
    await lane.emit('A-1')
    await lane.drain()
    expect(receiver.calls).toEqual([])
    expect(all.calls).toHaveLength(1)
    expect(isGenuine(all.calls[0], 'a-secret-of-our-own', lane.time.clock.now() / 1_000)).toBe(true)
    const again = await lane.office.admin('PUT', '/v1/webhooks/erp', { url: receiver.url })
    expect(again).toMatchObject({ status: 200, body: { id: 'erp', types: [] } })
    expect(again.body).not.toHaveProperty('secret')
    const list = await lane.office.admin('GET', '/v1/webhooks')
    expect(JSON.stringify(list.body)).not.toContain('secret')
    const rows = await lane.database.store.snapshot((tx) =>
      tx.selectFrom('audit_entry').select(['operation', 'detail']).execute(),
    )
    expect(rows.filter((row) => row.operation === 'putWebhook')).toHaveLength(3)
    expect(JSON.stringify(rows)).not.toContain('a-secret-of-our-own')
    await lane.emit('A-2')
    await lane.drain()
    expect(receiver.calls.map(moveOf)).toEqual(['A-2'])
    expect(isGenuine(receiver.calls[0], secret, lane.time.clock.now() / 1_000)).toBe(true)
    await all.close()
  })

  test('an address inside the house is refused before anything is written', async () => {
    for (const url of ['https://10.0.0.1/', 'https://[::1]/', 'http://93.184.215.14/']) {
      const answer = await lane.office.admin('PUT', '/v1/webhooks/evil', { url })
      expect([answer.status, codeOf(answer)]).toEqual([422, 'webhook-address'])
    }
    const unknown = await lane.office.admin('PUT', '/v1/webhooks/erp', {
      url: receiver.url,
      types: ['order.vanished'],
    })
    expect(unknown.status).toBe(400)
    expect(await lane.office.admin('GET', '/v1/webhooks')).toMatchObject({ body: { items: [] } })
    for (const [method, path] of [
      ['DELETE', '/v1/webhooks/evil'],
      ['POST', '/v1/webhooks/evil/test'],
      ['GET', '/v1/webhooks/evil/deliveries'],
      ['POST', '/v1/webhooks/evil/redeliver'],
      ['POST', '/v1/webhooks/evil/deliveries/none/redeliver'],
    ] as const) {
      expect((await lane.office.admin(method, path)).status).toBe(404)
    }
  })

  test('after three failures an event is parked; its subject waits and others go on', async () => {
    await lane.subscribe('erp', receiver.url)
    const failA: Behaviour = (call, answer) =>
      moveOf(call).startsWith('A') ? failing(call, answer) : good(call, answer)
    receiver.behave(failA)
    await lane.emit('A-1', 'A-2', 'B-1', 'A-3', 'B-2')
    await lane.drain()
    await lane.rounds(5)
    const moves = receiver.calls.filter(({ event }) => event.subject.startsWith('order/'))
    expect(moves.map(moveOf)).toEqual(['A-1', 'B-1', 'B-2', 'A-1', 'A-1'])
    expect(moves.map(({ headers }) => headers['loadline-attempt'])).toEqual([
      '1',
      '1',
      '1',
      '2',
      '3',
    ])
    expect(await lane.deliveries('parked')).toMatchObject([
      { attempts: 3, lastError: 'answered 500' },
    ])
    expect(await lane.exceptions()).toMatchObject([
      {
        code: 'webhook-parked',
        reference: 'erp',
        sentence: expect.stringContaining('order.status-changed three times (answered 500)'),
      },
    ])
    const metrics = (await lane.office.call('GET', '/metrics')).body as string
    expect(metrics).toMatch(/^loadline_outbox_parked 1$/m)
    expect(metrics).toMatch(/^loadline_outbox_oldest_seconds 50$/m)
    receiver.calls.length = 0
    receiver.behave(good)
    expect(await lane.office.admin('POST', '/v1/webhooks/erp/redeliver')).toMatchObject({
      status: 200,
      body: { redelivered: 1 },
    })
    await lane.drain()
    const orders = receiver.calls.map(moveOf).filter((move) => move.startsWith('A'))
    expect(orders).toEqual(['A-1', 'A-2', 'A-3'])
    expect(await lane.exceptions()).toEqual([])
    expect(await lane.exceptions(false)).toMatchObject([
      { code: 'webhook-parked', status: 'closed' },
    ])
    const told = receiver.calls.map(({ event }) => event.type)
    expect(told).toContain('com.loadline.exception.closed')
  })

  test('what is parked can be redelivered from the inbox, where the trouble is read', async () => {
    await lane.subscribe('erp', receiver.url, { types: ['order.status-changed'] })
    receiver.behave(failing)
    await lane.emit('A-1', 'A-2')
    await lane.drain()
    await lane.rounds(5)
    const [parked] = (await lane.exceptions()) as unknown as ParkedTask[]
    expect(parked?.choices.map(({ choice }) => choice)).toEqual(['redeliver', 'accept'])
    receiver.calls.length = 0
    receiver.behave(good)
    const path = `/v1/exceptions/${parked?.id ?? ''}/resolve`
    const answer = await lane.office.admin('POST', path, { choice: 'redeliver', note: 'mended' })
    expect(answer).toMatchObject({ status: 200, body: { status: 'closed', choice: 'redeliver' } })
    await lane.drain()
    expect(receiver.calls.map(moveOf)).toEqual(['A-1', 'A-2'])
    expect(await lane.exceptions()).toEqual([])
  })

  test('the log says when an event was sent, what was answered, how long it took, and when it is tried next', async () => {
    await lane.subscribe('erp', receiver.url, { types: ['order.status-changed'] })
    receiver.behave((call, answer) => {
      lane.time.forward(120)
      if (moveOf(call) === 'A-1') failing(call, answer)
      else good(call, answer)
    })
    await lane.emit('A-1', 'B-1')
    await lane.drain()
    const list = async (query: string) => {
      const { body } = await lane.office.admin('GET', `/v1/webhooks/erp/deliveries?${query}`)
      return (body as { items: { subject: string; eventId: string }[] }).items
    }
    const [failed] = await list('subject=order/A')
    expect(failed).toMatchObject({
      subject: 'order/A',
      status: 'waiting',
      attempts: 1,
      lastStatus: 500,
      lastError: 'answered 500',
    })
    expect(failed).toHaveProperty('nextAttemptAt', expect.stringMatching(/^2026-03-10T08:00:0[01]/))
    expect(await list('status=delivered')).toMatchObject([
      { subject: 'order/B', lastStatus: 204, lastError: null, attempts: 1 },
    ])
    const durations = (await list('')).map(
      (one) => (one as { lastDurationMs?: number }).lastDurationMs,
    )
    expect(durations.every((duration) => (duration ?? 0) >= 120)).toBe(true)
    expect(await list('type=order.adjusted')).toEqual([])
    expect(await list('type=order.status-changed&order=newest')).toMatchObject([
      { subject: 'order/B' },
      { subject: 'order/A' },
    ])
    const path = `/v1/webhooks/erp/deliveries/${failed?.eventId}`
    expect(await lane.office.admin('GET', path)).toMatchObject({
      status: 200,
      body: { lastAttemptAt: '2026-03-10T08:00:00.000Z', event: receiver.calls[0]?.event },
    })
    expect((await lane.office.admin('GET', `${path}x`)).status).toBe(404)
  })

  test('a dropped event lets its subject go on; one that was delivered can be had again', async () => {
    await lane.subscribe('erp', receiver.url, { types: ['order.status-changed'] })
    receiver.behave((call, answer) =>
      moveOf(call) === 'A-1' ? failing(call, answer) : good(call, answer),
    )
    await lane.emit('A-1', 'A-2')
    await lane.drain()
    await lane.rounds(3)
    const [parked] = await lane.deliveries('parked')
    const path = `/v1/webhooks/erp/deliveries/${parked?.eventId}`
    expect(await lane.office.admin('POST', `${path}/drop`)).toMatchObject({
      status: 200,
      body: { status: 'dropped' },
    })
    expect(await lane.exceptions()).toEqual([])
    await lane.drain()
    expect(receiver.calls.map(moveOf).at(-1)).toBe('A-2')
    receiver.behave(good)
    await lane.office.admin('POST', `${path}/redeliver`)
    await lane.drain()
    expect(receiver.calls.map(moveOf).at(-1)).toBe('A-1')
    const drop = await lane.office.admin('POST', `${path}/drop`)
    expect([drop.status, codeOf(drop)]).toEqual([409, 'wrong-state'])
    expect((await lane.deliveries()).map(({ status }) => status)).toEqual([
      'delivered',
      'delivered',
    ])
  })

  test('a removed webhook is told nothing more, and may come back as a new one', async () => {
    const secret = await lane.subscribe('erp', receiver.url)
    receiver.behave(failing)
    await lane.emit('A-1', 'A-2')
    await lane.drain()
    await lane.rounds(3)
    expect(await lane.exceptions()).toHaveLength(1)
    expect((await lane.office.admin('DELETE', '/v1/webhooks/erp')).status).toBe(204)
    expect((await lane.office.admin('DELETE', '/v1/webhooks/erp')).status).toBe(404)
    expect(await lane.exceptions()).toEqual([])
    receiver.behave(good)
    receiver.calls.length = 0
    await lane.emit('A-3')
    await lane.rounds(3)
    expect(receiver.calls).toEqual([])
    expect(await lane.subscribe('erp', receiver.url)).not.toBe(secret)
    await lane.emit('A-4')
    await lane.drain()
    expect(receiver.calls.map(moveOf)).toEqual(['A-4'])
  })

  test('what was handed out while a webhook was removed waits for nobody', async () => {
    await lane.subscribe('erp', receiver.url)
    await lane.emit('A-1')
    const handedOutLate = async () => {
      expect((await lane.office.admin('DELETE', '/v1/webhooks/erp')).status).toBe(204)
      await lane.database.store.transaction((tx) =>
        tx.updateTable('webhook_delivery').set({ status: 'waiting' }).execute(),
      )
    }
    await lane.drain()
    await handedOutLate()
    const waiting = async () =>
      /^loadline_outbox_waiting (\d+)$/m.exec(
        (await lane.office.call('GET', '/metrics')).body as string,
      )?.[1]
    await expect.poll(waiting, { timeout: 10_000 }).toBe('1')
    await purgeOutbox(lane.office.office)
    // Figures are held for a moment.
    await expect.poll(waiting, { timeout: 10_000 }).toBe('0')
    await lane.subscribe('erp', receiver.url)
    await handedOutLate()
    await lane.subscribe('erp', receiver.url)
    receiver.calls.length = 0
    await lane.drain()
    expect(receiver.calls).toEqual([])
  })

  test('a ping goes to the webhook that was asked about, even through a pause', async () => {
    const other = await startReceiver()
    await lane.subscribe('erp', receiver.url)
    await lane.subscribe('other', other.url)
    const answer = await lane.office.admin('POST', '/v1/webhooks/erp/test')
    expect(answer.status).toBe(202)
    await lane.drain()
    expect(receiver.calls.map(({ event }) => event)).toMatchObject([
      {
        id: (answer.body as { eventId: string }).eventId,
        type: 'com.loadline.webhook.ping',
        source: '/loadline',
        data: { webhookId: 'erp', askedBy: 'admin' },
      },
    ])
    expect(other.calls).toEqual([])
    receiver.behave(failing)
    await lane.office.admin('POST', '/v1/webhooks/erp/test')
    await lane.drain()
    await lane.rounds(2)
    expect(receiver.calls).toHaveLength(2)
    expect((await lane.deliveries()).map(({ status }) => status)).toEqual(['delivered', 'dropped'])
    expect(await lane.exceptions()).toEqual([])
    await other.close()
  })

  test('what was told a month ago is forgotten, what was not is kept', async () => {
    await lane.subscribe('erp', receiver.url)
    receiver.behave((call, answer) =>
      moveOf(call) === 'A-1' ? failing(call, answer) : good(call, answer),
    )
    await lane.emit('A-1', 'B-1')
    await lane.drain()
    await lane.rounds(3)
    await lane.drain()
    lane.time.forward(29 * 86_400_000)
    await runDueJobs(lane.office.office)
    const kept = (await lane.deliveries()).map(({ status }) => status)
    expect(kept).toEqual(['parked', 'delivered', 'delivered'])
    lane.time.forward(2 * 86_400_000)
    await runDueJobs(lane.office.office)
    expect(await lane.deliveries()).toMatchObject([{ status: 'parked' }])
  })
})

/** As a receiver would write it, from the documentation alone. */
function isGenuine(call: ReceivedCall | undefined, secret: string, nowSeconds: number): boolean {
  if (call === undefined) return false
  const parts = new Map(
    (call.headers['loadline-signature'] ?? '')
      .split(',')
      .map((part): [string, string] => [
        part.slice(0, part.indexOf('=')),
        part.slice(part.indexOf('=') + 1),
      ]),
  )
  const signedAt = Number(parts.get('t'))
  if (!(Math.abs(nowSeconds - signedAt) <= 300)) return false
  const expected = createHmac('sha256', secret)
    .update(`${parts.get('t')}.${call.body}`)
    .digest()
  const given = Buffer.from(parts.get('v1') ?? '', 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
