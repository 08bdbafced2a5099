import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { NumberRange } from '#contract/documents/master-data.ts'
import type { PushAnswer } from '#contract/sync/envelope.ts'
import { NUMBER_RANGE_SIZE } from '#contract/sync/limits.ts'
import { EPOCHS_PER_HOUR_MAX } from '../../sync-server/sync/epoch-proof.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'
import { furnish, handClock, intent, postIntent } from '../support/wholesaler.ts'

type Inbox = { items: { code: string; sentence: string; occurrences: number }[] }

describe.each(databases)('proofs of a lost history on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor
  const clock = handClock()

  async function start(): Promise<SyncClient> {
    clock.set('2026-03-02T06:00:00.000Z')
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    floor = await layFloor(database.store)
    return bench()
  }

  async function bench(): Promise<SyncClient> {
    return syncClient(office, await floor.station(), await epochNow())
  }

  async function epochNow(): Promise<string> {
    const row = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    return row.epoch
  }

  async function inbox(code: string): Promise<Inbox['items']> {
    const { body } = await office.admin('GET', '/v1/exceptions')
    return (body as Inbox).items.filter((item) => item.code === code)
  }

  /** A push that claims to know change `knownHead`, in the epoch of now; answers whether it began another. */
  async function prove(client: SyncClient, knownHead: number): Promise<boolean> {
    const before = await epochNow()
    client.epoch = before
    const answer = await client.send({ knownHead })
    const epoch = await epochNow()
    expect(answer).toMatchObject({ status: 409, body: { code: 'epoch', epoch, lastSeq: 0 } })
    return epoch !== before
  }

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  test('[EPOCH-1] a proof is believed once; the same again rewinds that station alone, and a person is told', async () => {
    const client = await start()
    client.station.log.act('session.sign-in', {})
    expect(await prove(client, 1_000_000)).toBe(true)
    expect(await inbox('office-set-back')).toMatchObject([
      {
        sentence: expect.stringContaining(
          'Bench 1 was told more than the office has now',
        ) as string,
      },
    ])
    expect(await prove(client, 1_000_000)).toBe(false)
    expect(await prove(client, 1_000_000)).toBe(false)
    expect(await inbox('false-proof')).toMatchObject([
      { sentence: expect.stringContaining('change 1000000') as string },
    ])
    // It goes on once it has rewound.
    const { receipts } = (await client.send({ knownHead: 0 })).body as PushAnswer
    expect(outcomes(receipts)).toEqual(['accepted'])
  })

  test('[EPOCH-1] numbers that no office ever reached are no proof', async () => {
    const client = await start()
    client.station.log.act('session.sign-in', {})
    expect(await prove(client, Number.MAX_SAFE_INTEGER)).toBe(false)
    expect(await inbox('false-proof')).toHaveLength(1)
  })

  test('[EPOCH-1] a few proofs an hour are believed, of all stations together', async () => {
    const client = await start()
    client.station.log.act('session.sign-in', {})
    const begun: boolean[] = []
    for (let n = 0; n < EPOCHS_PER_HOUR_MAX + 2; n += 1)
      begun.push(await prove(client, 1_000_000 + n))
    expect(begun.filter(Boolean)).toHaveLength(EPOCHS_PER_HOUR_MAX)
    const other = await bench()
    other.station.log.act('session.sign-in', {})
    expect(await prove(other, 2_000_000)).toBe(false)
    clock.set('2026-03-02T07:00:01.000Z')
    expect(await prove(other, 3_000_000)).toBe(true)
  })

  test('[EPOCH-1] a pull that shows the same proof again is reset without another epoch', async () => {
    const client = await start()
    const { head } = await client.pull()
    const first = await client.pull({ cursor: head + 100 })
    expect(first.epoch).not.toBe(client.epoch)
    const again = await client.pull({ cursor: head + 100, epoch: first.epoch })
    expect(again).toMatchObject({ reset: true, cursor: 0, epoch: first.epoch })
    expect(await inbox('false-proof')).toHaveLength(1)
  })

  test('[EPOCH-1] two stations that show it at once begin one epoch', async () => {
    const [north, south] = [await start(), await bench()]
    for (const { station } of [north, south]) station.log.act('session.sign-in', {})
    const answers = await Promise.all(
      [north, south].map((one) => one.send({ knownHead: 1_000_000 })),
    )
    const epochs = answers.map(({ body }) => (body as { epoch: string }).epoch)
    expect(epochs[0]).toBe(epochs[1])
    expect(await inbox('office-set-back')).toHaveLength(1)
  })

  test('[EPOCH-1] another cluster under the office, or another timeline, begins an epoch and people are told once', async () => {
    const client = await start()
    const strange = () =>
      database.store.transaction((tx) =>
        sql`UPDATE office SET cluster_identity = 'another'`.execute(tx),
      )
    await strange()
    const before = await epochNow()
    const pulled = await client.pull({ cursor: 1 })
    expect(pulled).toMatchObject({ reset: true, epoch: await epochNow() })
    expect(pulled.epoch).not.toBe(before)
    const told = await inbox('office-set-back')
    expect(told).toMatchObject([
      { sentence: expect.stringContaining('another one than before') as string },
    ])
    await strange()
    await office.close()
    office = await startOffice({ database, deps: { clock } })
    expect(await epochNow()).not.toBe(pulled.epoch)
    expect(await inbox('office-set-back')).toMatchObject([{ occurrences: 2 }])
    const { changes } = await syncClient(office, client.station, await epochNow()).pull()
    const notes = changes.filter(
      ({ doc }) => (doc as { code?: string } | null)?.code === 'office-set-back',
    )
    expect(notes).toHaveLength(1)
  })

  test('[EPOCH-2] a station is told how much of what it was answered in an epoch is still here', async () => {
    const client = await start()
    const ended = client.epoch
    const badge = () => client.station.log.act('session.sign-in', {})
    badge()
    await client.push()
    clock.set('2026-03-02T06:01:00.000Z')
    await client.pull({ cursor: 1_000_000 })
    expect(await epochNow()).not.toBe(ended)
    // The same log on another disk sends what the office forgot.
    client.epoch = await epochNow()
    clock.set('2026-03-02T06:02:00.000Z')
    badge()
    await client.push()
    badge()
    client.epoch = ended
    const late = await client.send()
    expect(late.body).toMatchObject({ code: 'epoch', lastSeq: 2, survivedSeq: 1 })
    expect(await client.pull({ cursor: 1 })).toMatchObject({
      processed: { seq: 2 },
      survivedSeq: 1,
    })
    client.epoch = await epochNow()
    expect(await client.pull()).not.toHaveProperty('survivedSeq')
  })

  test('[EPOCH-2] a claim that was granted and is not any more goes to a person; the same answer does not', async () => {
    const [north, south] = [await start(), await bench()]
    const [first, second] = [listAt(floor, 0), listAt(floor, 1)]
    south.station.log.act('pick.claim', { pickListId: first.id })
    await south.push()
    north.station.log.act('pick.claim', { pickListId: first.id })
    north.station.log.act('pick.claim', { pickListId: second.id })
    const body = north.station.log.request({ epoch: north.epoch })
    const told = [
      { seq: 1, outcome: 'accepted' },
      { seq: 2, outcome: 'accepted' },
    ]
    const { token } = north.station
    const answer = await office.call('POST', '/v1/sync/push', { token, body: { ...body, told } })
    const { receipts } = answer.body as PushAnswer
    expect(outcomes(receipts)).toEqual(['refused already-claimed', 'accepted'])
    const changed = await inbox('claim-changed')
    expect(changed).toHaveLength(1)
    expect(changed[0]?.sentence).toContain(`pick.claim ${first.code} was granted`)
    // Sent again it is answered as before, and nobody is told twice.
    await office.call('POST', '/v1/sync/push', { token, body: { ...body, told } })
    expect(await inbox('claim-changed')).toHaveLength(1)
  })

  test('[EPOCH-4] work on an order that the office lost is kept, and its number is never given to another', async () => {
    const client = await start()
    await furnish(office)
    const lost = intent()
    const before = (await office.admin('POST', '/v1/order-intents', lost)).body as {
      orderNumber: string
    }
    await forgetOrders()
    const { station } = client
    const unitId = station.nextUnit()
    station.log.act('pack.open', { unitId, kind: 'carton', orderNumber: before.orderNumber })
    station.log.act('pick.confirm', { pickListId: 'lost', lineNo: 1, quantity: 2, unitId })
    station.log.act('pick.claim', { pickListId: 'lost' })
    const { receipts } = await client.push()
    expect(outcomes(receipts)).toEqual([
      'accepted',
      'excepted unknown-reference',
      'refused not-found',
    ])
    const again = (await office.admin('POST', '/v1/order-intents', lost)).body as {
      orderNumber: string
    }
    const next = (await postIntent(office)).body as { orderNumber: string }
    expect(new Set([before.orderNumber, again.orderNumber, next.orderNumber]).size).toBe(3)
  })

  test('[EPOCH-4] a serial of a range, or of a prefix, that the office forgot is never leased again', async () => {
    const client = await start()
    const { station } = client
    const used = 40 * NUMBER_RANGE_SIZE
    station.log.act('pack.open', { unitId: buildSscc('38712345', used), kind: 'carton' })
    station.log.act('pack.open', { unitId: buildSscc('39999999', 500_000_000), kind: 'carton' })
    await client.push()
    const enrolled = await office.enrol()
    expect(enrolled.numberRange.from).toBeGreaterThan(used)
    const { changes } = await client.pull()
    const doc = changes.find(({ kind }) => kind === 'number-range')?.doc as NumberRange
    expect(doc.ranges.at(-1)?.from).toBeGreaterThan(used)
  })

  test('[EPOCH-4] what no bench can have been given does not move the numbering', async () => {
    const client = await start()
    await forgetOrders()
    client.station.log.act('pack.open', {
      unitId: buildSscc('38712345', 900_000_000),
      kind: 'carton',
    })
    client.station.log.act('pack.open', {
      unitId: client.station.nextUnit(),
      kind: 'carton',
      orderNumber: 'LL-999999999999',
    })
    await client.push()
    await furnish(office)
    const { orderNumber } = (await postIntent(office)).body as { orderNumber: string }
    expect(orderNumber.length).toBeLessThan('LL-999999999999'.length)
    expect((await office.enrol()).numberRange.from).toBeLessThan(900_000_000)
  })

  /** What a restore of a backup from before it does to the newest order. */
  async function forgetOrders(): Promise<void> {
    await database.store.transaction(async (tx) => {
      for (const table of [
        'order_intent',
        'reservation',
        'shipment',
        'order_line',
        'customer_order',
      ]) {
        await sql`DELETE FROM ${sql.table(table)}`.execute(tx)
      }
      await sql`SELECT setval('order_number_seq', 1, false)`.execute(tx)
    })
  }
})
