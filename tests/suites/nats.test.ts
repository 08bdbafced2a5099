import { DiscardPolicy, jetstreamManager } from '@nats-io/jetstream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type NatsConfig, type NatsStream, startNats } from '../../sync-server/outbox/index.ts'
import { NATS_LOOK_MS } from '../../sync-server/outbox/nats-stream.ts'
import { databases } from '../support/databases.ts'
import { type NatsServer, startNatsServer } from '../support/nats-server.ts'
import { moveOf, openLane, type OutboxLane } from '../support/outbox-lane.ts'
import { eventually } from '../support/processes.ts'
import { startReceiver } from '../support/webhook-receiver.ts'

describe.each(databases)('events in a stream of NATS on $kind', ({ open }) => {
  let lane: OutboxLane
  let server: NatsServer
  let nats: NatsStream
  let outbox: ReturnType<OutboxLane['another']>

  beforeEach(async () => {
    lane = await openLane(open)
    server = await startNatsServer()
  })

  afterEach(async () => {
    await outbox.close()
    await nats.close()
    await server.close()
    await lane.close()
  })

  async function connectOffice(more: Partial<NatsConfig> = {}): Promise<void> {
    nats = await startNats(lane.office.office, configOf(server.url, more))
    outbox = lane.another({ nats })
  }

  const ready = (wanted = true) =>
    eventually(
      () => {
        lane.time.fire(NATS_LOOK_MS)
        return Promise.resolve(nats.isReady() === wanted)
      },
      { what: wanted ? 'a stream that is ready' : 'a stream that is away' },
    )

  async function drain(): Promise<void> {
    await outbox.look()
    await outbox.settled()
  }

  async function rounds(count: number): Promise<void> {
    for (let round = 0; round < count; round += 1) {
      lane.time.forward(10_000)
      await drain()
    }
  }

  const moves = async () => (await server.read()).map(moveOf)

  test('events arrive as CloudEvents under subjects of their own, each once and in order', async () => {
    await connectOffice()
    await ready()
    await lane.emit('A-1', 'B-1', 'A-2', 'A-3', 'B.x *>-1')
    await drain()
    const stored = await server.read()
    expect(stored.filter(({ event }) => event.subject === 'order/A').map(moveOf)).toEqual([
      'A-1',
      'A-2',
      'A-3',
    ])
    const first = stored.find((one) => moveOf(one) === 'A-1')
    expect(first).toMatchObject({
      subject: 'loadline.MAIN.order.status-changed.A',
      messageId: first?.event.id,
      event: { specversion: '1.0', type: 'com.loadline.order.status-changed' },
    })
    expect(stored.map(({ subject }) => subject)).toContain(
      'loadline.MAIN.order.status-changed.B_x___',
    )
    expect(await lane.deliveries('delivered', 'nats')).toHaveLength(5)
    const [told] = await lane.deliveries('delivered', 'nats')
    expect(told).toMatchObject({ lastStatus: null, lastDurationMs: 0 })
    await rounds(2)
    expect(await server.read()).toHaveLength(5)
    const webhooks = await lane.office.admin('GET', '/v1/webhooks')
    expect(webhooks.body).toMatchObject({ items: [{ id: 'nats', kind: 'nats', types: [] }] })
    const metrics = (await lane.office.call('GET', '/metrics')).body as string
    expect(metrics).toMatch(/^loadline_nats_publishes_total\{outcome="delivered"\} 5$/m)
    expect(metrics).toMatch(/^loadline_nats_ready 1$/m)
    expect(metrics).toMatch(/^loadline_nats_configured 1$/m)
  })

  test('a server that is killed and comes back misses nothing and has nothing twice', async () => {
    await connectOffice()
    await ready()
    const wanted: string[] = []
    for (let round = 1; round <= 4; round += 1) {
      const names = ['A', 'B', 'C'].map((order) => `${order}-${round}`)
      wanted.push(...names)
      await lane.emit(...names)
      // In the middle of it: some are stored, of some nobody knows.
      const looking = drain()
      await server.kill()
      await looking
      await ready(false)
      await lane.emit(`D-${round}`)
      wanted.push(`D-${round}`)
      await drain()
      await server.start()
      await ready()
      await rounds(3)
    }
    await lane.office.admin('POST', '/v1/webhooks/nats/redeliver')
    await drain()
    const stored = await server.read()
    const orders = stored.filter(({ event }) => event.subject.startsWith('order/'))
    expect(orders.map(moveOf).toSorted()).toEqual(wanted.toSorted())
    for (const order of ['A', 'B', 'C', 'D']) {
      const own = orders.map(moveOf).filter((move) => move.startsWith(order))
      expect(own).toEqual([1, 2, 3, 4].map((round) => `${order}-${round}`))
    }
  })

  test('an event whose acknowledgement was lost is stored once', async () => {
    await connectOffice()
    await ready()
    await lane.emit('A-1', 'A-2')
    await drain()
    // The office forgot that it was told, as one that died before its record.
    await lane.database.store.transaction((tx) =>
      tx.updateTable('webhook_delivery').set({ status: 'waiting' }).execute(),
    )
    await drain()
    expect(await moves()).toEqual(['A-1', 'A-2'])
    expect(await lane.deliveries('delivered', 'nats')).toMatchObject([
      { attempts: 2 },
      { attempts: 2 },
    ])
  })

  test('while it is away nothing fails, webhooks are told and calls are answered at once', async () => {
    await server.kill()
    await connectOffice()
    const receiver = await startReceiver()
    await lane.subscribe('erp', receiver.url)
    await lane.emit('A-1')
    await drain()
    expect(receiver.calls.map(moveOf)).toEqual(['A-1'])
    await rounds(5)
    expect(await lane.deliveries(undefined, 'nats')).toMatchObject([
      { status: 'waiting', attempts: 0 },
    ])
    expect(await lane.exceptions()).toEqual([])
    await server.start()
    await ready()
    await drain()
    expect(await moves()).toEqual(['A-1'])
    await receiver.close()
  })

  test('what a stream refuses three times is parked and shown; it goes on when a person says so', async () => {
    await server.use(async (connection) => {
      const manager = await jetstreamManager(connection)
      await manager.streams.add({
        name: 'LOADLINE',
        subjects: ['loadline.>'],
        max_msgs: 1,
        discard: DiscardPolicy.New,
      })
    })
    await connectOffice()
    await ready()
    await lane.emit('A-1', 'A-2', 'A-3')
    await drain()
    await rounds(3)
    expect(await lane.deliveries('parked', 'nats')).toMatchObject([
      { attempts: 3, lastError: 'maximum messages exceeded', lastStatus: null },
    ])
    const [exception] = await lane.exceptions()
    expect(exception).toMatchObject({ code: 'webhook-parked', reference: 'nats' })
    await server.use(async (connection) => {
      const manager = await jetstreamManager(connection)
      const { config } = await manager.streams.info('LOADLINE')
      await manager.streams.update('LOADLINE', { ...config, max_msgs: 1_000 })
    })
    const answer = await lane.office.admin('POST', '/v1/webhooks/nats/redeliver')
    expect(answer).toMatchObject({ status: 200, body: { redelivered: 1 } })
    await drain()
    await rounds(1)
    const orders = (await server.read()).filter(({ event }) => event.subject === 'order/A')
    expect(orders.map(moveOf)).toEqual(['A-1', 'A-2', 'A-3'])
    expect(await lane.exceptions()).toEqual([])
  })

  test('a stream that is there with other subjects is not changed; the office waits and says so', async () => {
    await server.use(async (connection) => {
      const manager = await jetstreamManager(connection)
      await manager.streams.add({ name: 'LOADLINE', subjects: ['other.>'] })
    })
    await connectOffice()
    await lane.emit('A-1')
    await drain()
    expect(nats.isReady()).toBe(false)
    await server.use(async (connection) => {
      const manager = await jetstreamManager(connection)
      const { config } = await manager.streams.info('LOADLINE')
      expect(config.subjects).toEqual(['other.>'])
      await manager.streams.update('LOADLINE', { ...config, subjects: ['other.>', 'loadline.>'] })
    })
    await ready()
    await drain()
    expect(await moves()).toEqual(['A-1'])
  })

  test('two offices keep the order between them', async () => {
    await connectOffice()
    await ready()
    const second = lane.another({ nats })
    for (let round = 1; round <= 5; round += 1) {
      await lane.emit(...['A', 'B', 'C', 'D'].map((order) => `${order}-${round}`))
      await Promise.all([outbox.look(), second.look()])
    }
    await Promise.all([drain(), second.settled()])
    await drain()
    const stored = await moves()
    expect(stored).toHaveLength(20)
    for (const order of ['A', 'B', 'C', 'D']) {
      expect(stored.filter((move) => move.startsWith(order))).toEqual(
        [1, 2, 3, 4, 5].map((round) => `${order}-${round}`),
      )
    }
  })

  test('a webhook of that name is not overwritten, nor a stream by a webhook', async () => {
    const receiver = await startReceiver()
    await lane.subscribe('nats', receiver.url)
    await expect(connectOffice()).rejects.toThrow('no webhook may be called nats')
    expect((await lane.office.admin('DELETE', '/v1/webhooks/nats')).status).toBe(204)
    await connectOffice()
    const answer = await lane.office.admin('PUT', '/v1/webhooks/nats', { url: receiver.url })
    expect(answer).toMatchObject({ status: 409, body: { code: 'wrong-state' } })
    await receiver.close()
  })
})

test('a stream is made bounded where there is none, and only with the right token', async () => {
  const server = await startNatsServer(['--auth', 'a-token-of-nats'])
  const [pglite] = databases
  const lane = await openLane(pglite?.open ?? (() => Promise.reject(new Error('no database'))))
  const wrong = configOf(server.url, { auth: { kind: 'token', token: 'another' } })
  const stranger = await startNats(lane.office.office, wrong)
  const right = configOf(server.url, { auth: { kind: 'token', token: 'a-token-of-nats' } })
  const nats = await startNats(lane.office.office, right)
  await eventually(() => Promise.resolve(nats.isReady()), { what: 'a stream that is ready' })
  expect(stranger.isReady()).toBe(false)
  const { config } = await server.use(async (connection) =>
    (await jetstreamManager(connection)).streams.info('LOADLINE'),
  )
  expect(config).toMatchObject({ max_bytes: 1024 ** 3, storage: 'file', discard: 'old' })
  expect(config.max_age).toBe(7 * 86_400 * 1e9)
  await stranger.close()
  await nats.close()
  await server.close()
  await lane.close()
})

function configOf(url: string, more: Partial<NatsConfig>): NatsConfig {
  const place = { stream: 'LOADLINE', prefix: 'loadline' }
  return { servers: url, isTls: false, ...place, auth: { kind: 'none' }, ...more }
}
