import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runDailyPickLists } from '../../sync-server/jobs/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { furnish, handClock, postIntent, TOMORROW } from '../support/wholesaler.ts'

/** Four in the afternoon in Amsterdam: 15:00 UTC in winter, 14:00 in summer. */
describe.each(databases)('the lists of four o’clock on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  beforeEach(async () => {
    clock.set('2026-03-10T08:00:00.000Z')
    database = await open()
    office = await startOffice({ database, deps: { clock } })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test.each([
    { day: '2026-03-29', before: '13:59:59', at: '14:00:00', next: '2026-03-30' },
    { day: '2026-10-25', before: '14:59:59', at: '15:00:00', next: '2026-10-26' },
    { day: '2027-03-28', before: '13:59:59', at: '14:00:00', next: '2027-03-29' },
    { day: '2027-10-31', before: '14:59:59', at: '15:00:00', next: '2027-11-01' },
  ])('[TIME-2] on $day, a day of 23 or 25 hours, they are made once, at $at UTC', async (night) => {
    clock.set(`${night.day}T07:00:00.000Z`)
    await runDailyPickLists(office.office)
    await furnish(office, { capacity: { dates: [night.next] } })
    await postIntent(office)
    clock.set(`${night.day}T${night.before}.000Z`)
    expect(await runDailyPickLists(office.office)).toBe(0)
    clock.set(`${night.day}T${night.at}.000Z`)
    expect(await runDailyPickLists(office.office)).toBe(1)
    expect(await runsOf(`pick-lists/MAIN`)).toContain(`${night.day}T${night.at}.000Z`)
  })

  test('[TIME-2] an office that was down at four makes them once when it is back, whatever the day', async () => {
    await furnish(office, { capacity: { dates: [TOMORROW, '2026-03-12', '2026-03-13'] } })
    await runDailyPickLists(office.office)
    for (const deliveryDate of [TOMORROW, '2026-03-12', '2026-03-13']) {
      await postIntent(office, { deliveryDate })
    }
    await office.close()
    clock.set('2026-03-12T02:00:00.000Z')
    office = await startOffice({ database, deps: { clock } })
    // The run of the eleventh is made up for, for the twelfth; the tenth's is no longer of use.
    // The office looks for due work as it starts, too; whoever comes second waits for the first.
    await runDailyPickLists(office.office)
    expect(await listedDays()).toEqual(['2026-03-12'])
    expect(await runsOf('pick-lists/MAIN')).toContain('2026-03-11T15:00:00.000Z')
    expect(await runDailyPickLists(office.office)).toBe(0)
  })

  test('[TIME-2] two offices on one database make them once between them', async () => {
    await furnish(office)
    await runDailyPickLists(office.office)
    for (let n = 0; n < 30; n += 1) await postIntent(office)
    clock.set('2026-03-10T15:00:00.000Z')
    const other = await startOffice({ database, deps: { clock } })
    const offices = [office.office, other.office, office.office, other.office]
    await Promise.all(offices.map((one) => runDailyPickLists(one)))
    await other.close()
    const { body } = await office.admin('GET', `/v1/pick-lists?deliveryDate=${TOMORROW}`)
    const { pickLists } = body as { pickLists: { orderNumbers: string[] }[] }
    expect(pickLists).toHaveLength(30)
    expect(new Set(pickLists.flatMap(({ orderNumbers }) => orderNumbers)).size).toBe(30)
    const runs = await runsOf('pick-lists/MAIN')
    expect(runs.filter((dueAt) => dueAt === '2026-03-10T15:00:00.000Z')).toHaveLength(1)
  })

  test('a warehouse in another zone makes its lists at its own four o’clock', async () => {
    await office.admin('PUT', '/v1/warehouses/AKL', {
      name: 'Auckland',
      timezone: 'Pacific/Auckland',
      gs1CompanyPrefix: '9412345',
      address: 'Quay 1',
    })
    await furnish(office)
    await runDailyPickLists(office.office)
    clock.set('2026-03-11T02:59:59.000Z')
    await runDailyPickLists(office.office)
    clock.set('2026-03-11T03:00:00.000Z')
    await runDailyPickLists(office.office)
    expect(await runsOf('pick-lists/AKL')).toEqual([
      '2026-03-10T03:00:00.000Z',
      '2026-03-11T03:00:00.000Z',
    ])
  })

  test('orders that came after four are listed when somebody asks, or at their region’s cut-off', async () => {
    await furnish(office, { calendar: { cutOff: '20:00' } })
    await runDailyPickLists(office.office)
    await postIntent(office)
    clock.set('2026-03-10T15:00:00.000Z')
    expect(await runDailyPickLists(office.office)).toBe(1)
    await postIntent(office)
    expect(await runDailyPickLists(office.office)).toBe(0)
    const body = { warehouse: 'MAIN', deliveryDate: TOMORROW }
    const asked = await office.admin('POST', '/v1/pick-lists/generate', body)
    expect(asked.body).toMatchObject({ created: 1 })
    await postIntent(office)
    clock.set('2026-03-10T19:00:00.000Z')
    expect(await runDailyPickLists(office.office)).toBe(1)
    expect(await runsOf('pick-lists/MAIN/NOORD')).toContain('2026-03-10T19:00:00.000Z')
  })

  test('what customers collect tomorrow is listed at four too', async () => {
    await furnish(office)
    await runDailyPickLists(office.office)
    const collect = { fulfilment: 'collect', region: undefined, deliveryDate: TOMORROW }
    expect((await postIntent(office, collect)).status).toBe(201)
    clock.set('2026-03-10T15:00:00.000Z')
    expect(await runDailyPickLists(office.office)).toBe(1)
    const { body } = await office.admin('GET', `/v1/pick-lists?deliveryDate=${TOMORROW}`)
    expect(body).toMatchObject({ pickLists: [{ region: null, lines: [{ requested: 3 }] }] })
  })

  async function listedDays(): Promise<string[]> {
    const rows = await database.store.snapshot((tx) =>
      tx.selectFrom('pick_list').select('delivery_date').orderBy('delivery_date').execute(),
    )
    return rows.map((row) => row.delivery_date)
  }

  async function runsOf(name: string): Promise<string[]> {
    const rows = await database.store.snapshot((tx) =>
      tx
        .selectFrom('job_run')
        .select('due_at')
        .where('name', '=', name)
        .orderBy('due_at')
        .execute(),
    )
    return rows.map((row) => new Date(row.due_at).toISOString())
  }
})
