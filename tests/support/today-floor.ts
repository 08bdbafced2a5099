import { sql } from 'kysely'
import type { ActionType, PayloadOf } from '#contract/actions/index.ts'
import { officeBench, generateLists, listDocument } from './office-bench.ts'
import type { TestOffice } from './office.ts'
import type { SyncClient } from './sync-client.ts'
import { furnish, intent, TOMORROW } from './wholesaler.ts'

export const TODAY = '2026-03-10'
const DAYS = [TODAY, TOMORROW, '2026-03-12', '2026-03-13']
const KILO = 1_000

/** Regions of the reference business, how much each can deliver a day, and how many orders it gets. */
const REGIONS = [
  { region: 'NH', name: 'Noord-Holland', cutOff: '14:00', kilos: 900, orders: 16 },
  { region: 'ZH', name: 'Zuid-Holland', cutOff: '14:00', kilos: 620, orders: 12 },
  { region: 'OOST', name: 'Oost', cutOff: '09:20', kilos: 260, orders: 8 },
] as const

const PRODUCTS = [
  { sku: 'OAK-14', name: 'Oak plank 14 mm, natural', weightGrams: 8_200, volumeCm3: 21_000 },
  { sku: 'FELT-3', name: 'Underlay 3 mm', weightGrams: 2_400, volumeCm3: 30_000 },
  { sku: 'GLUE-5', name: 'Glue 5 kg', weightGrams: 5_300, volumeCm3: 6_000 },
]

const PEOPLE = ['Sanne Bakker', 'Pim de Wit', 'Noor Visser', 'Daan Smit', 'Yasmin Aydin']

export const HEALTHY = {
  appVersion: '1.0.0',
  pending: 0,
  oldestPendingAt: null,
  clockOffsetMs: 120,
  devices: [
    { id: 's1', kind: 'scanner', state: 'ready', detail: '' },
    { id: 'w1', kind: 'scale', state: 'ready', detail: '' },
    { id: 'p1', kind: 'printer', state: 'ready', detail: '' },
  ],
  printJobs: { queued: 0, printed: 12, unknown: 0, failed: 0 },
}

type Clock = { now(): number }

/** What a test does at one of the benches. */
export type TodayBench = {
  name: string
  client: SyncClient
  /** Something done now, by the office's clock. */
  act<T extends ActionType>(type: T, payload: PayloadOf<T>): void
  beat(health?: object): Promise<void>
}

/** Everything a warehouse has before the first order: where it is, regions, goods, room, people. */
export async function settleIn(office: TestOffice): Promise<void> {
  await office.admin('PUT', '/v1/warehouses/MAIN', {
    name: 'Amsterdam',
    timezone: 'Europe/Amsterdam',
    address: 'Havenweg 1, Amsterdam',
    gs1CompanyPrefix: '8712345',
  })
  for (const { region, name, cutOff, kilos } of REGIONS) {
    await furnish(office, {
      region,
      calendar: { name, cutOff },
      products: [],
      capacity: { dates: DAYS, maxWeightGrams: kilos * KILO },
    })
  }
  await furnish(office, {
    region: 'NH',
    calendar: { name: 'Noord-Holland' },
    products: PRODUCTS.map((product) => ({ ...product, onHand: 900 })),
    capacity: { dates: [TODAY], maxWeightGrams: 900 * KILO },
  })
  for (const name of PEOPLE) {
    const ref = name.split(' ')[0]?.toLowerCase() ?? ''
    await office.admin('PUT', `/v1/operators/${ref}`, { name, roles: ['picker', 'loader'] })
  }
}

/** That many benches, enrolled and silent. */
export async function enrolBenches(
  office: TestOffice,
  count: number,
  clock: Clock,
): Promise<TodayBench[]> {
  const benches: TodayBench[] = []
  for (let n = 1; n <= count; n += 1) {
    const name = `Pack ${n}`
    const client = await officeBench(office, name)
    const { token, log } = client.station
    benches.push({
      name,
      client,
      act: (type, payload) => {
        const occurredAt = new Date(clock.now()).toISOString()
        log.append(
          JSON.stringify({ type, v: 1, operatorId: 'emma', occurredAt, baseHead: 0, payload }),
        )
      },
      beat: async (health = {}) => {
        const body = { ...HEALTHY, ...health }
        const answer = await office.call('POST', '/v1/stations/heartbeat', { token, body })
        if (answer.status !== 204) throw new Error(`not heard: ${JSON.stringify(answer.body)}`)
      },
    })
  }
  return benches
}

/** Orders for tomorrow in every region, on lists; answers with the lists' ids. */
export async function takeOrders(office: TestOffice): Promise<string[]> {
  for (const { region, orders } of REGIONS) {
    for (let n = 0; n < orders; n += 1) {
      const lineItems = PRODUCTS.slice(0, 1 + (n % PRODUCTS.length)).map(({ sku }) => ({
        sku,
        quantity: 1 + (n % 2),
      }))
      const wanted = intent({ region, lineItems, deliveryDate: TOMORROW })
      const answer = await office.admin('POST', '/v1/order-intents', wanted)
      if (answer.status !== 201) throw new Error(`not taken: ${JSON.stringify(answer.body)}`)
    }
  }
  const lists = await generateLists(office, TOMORROW)
  return lists.map(({ id }) => id)
}

type Work = { isShort?: boolean; isPacked?: boolean; grossGrams?: number }

/** Claims a list and picks what it asks for; packs it too. Answers with the unit. */
export async function workThrough(
  office: TestOffice,
  bench: TodayBench,
  listId: string,
  { isShort = false, isPacked = true, grossGrams }: Work = {},
): Promise<string> {
  const list = await listDocument(office, listId)
  const unitId = bench.client.station.nextUnit()
  bench.act('pick.claim', { pickListId: listId })
  for (const [index, { lineNo, requested: quantity }] of list.lines.entries()) {
    const line = { pickListId: listId, lineNo, quantity }
    if (isShort && index === 0) bench.act('pick.short', { ...line, reason: 'EMPTY' })
    else bench.act('pick.confirm', { ...line, unitId })
  }
  if (isPacked && !isShort) {
    const weighed =
      grossGrams ?? list.lines.reduce((sum, line) => sum + line.requested * line.eachWeightGrams, 0)
    const figures = { grossGrams: weighed, expectedGrams: weighed, toleranceGrams: 20 }
    bench.act('pack.weigh', { unitId, ...figures, source: 'scale' })
    bench.act('pack.close', { unitId })
    bench.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
  }
  await bench.client.push()
  return unitId
}

/** A load of a region with these units on board. */
export async function fillLoad(
  office: TestOffice,
  bench: TodayBench,
  { region, plate, unitIds }: { region: string; plate: string; unitIds: readonly string[] },
): Promise<void> {
  const vehicle = { plate, maxWeightGrams: 300 * KILO, maxVolumeCm3: 3_000_000 }
  const made = await office.admin('POST', '/v1/loads', {
    warehouse: 'MAIN',
    region,
    deliveryDate: TOMORROW,
    vehicle,
    driver: 'Piet',
  })
  if (made.status !== 201) throw new Error(`no load: ${JSON.stringify(made.body)}`)
  const { id: loadId } = made.body as { id: string }
  bench.act('load.claim', { loadId })
  for (const unitId of unitIds) bench.act('load.add', { loadId, unitId })
  await bench.client.push()
}

/** What the hours before left of figures: this morning, and a week ago. */
export async function rememberHours({ store }: TestOffice, bench: TodayBench): Promise<void> {
  const hours = [420, 510, 630, 580, 240, 610, 640, 480, 390]
  const rows = hours.flatMap((picks, index) => {
    const hour = String(5 + index).padStart(2, '0')
    const quarter = (day: string) => `${day}T${hour}:30:00.000Z`
    const week = { quarter: quarter('2026-03-03'), picks, waited: 2_000 + 900 * (index % 3) }
    const today = { quarter: quarter(TODAY), picks: Math.round(picks * 1.08), waited: 3_100 }
    return index < 3 ? [week, today] : [week]
  })
  await store.transaction((tx) =>
    sql`
      INSERT INTO station_figure (quarter, station_id, warehouse, actions, picks, excepted, refused,
        scans, error_scans, waited_ms_max)
      SELECT r.quarter::timestamptz, ${bench.client.station.stationId}, 'MAIN', r.picks * 5 / 4,
        r.picks, r.picks % 7, r.picks % 3, r.picks * 6 / 5, r.picks / 30, r.waited
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS r (quarter text, picks integer, waited bigint)
      ON CONFLICT (quarter, station_id) DO NOTHING`.execute(tx),
  )
}
