import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Floor, listAt, orderAt, REGION, WAREHOUSE } from '../support/floor.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { hearStatements, type Listener, planFlaws } from '../support/plans.ts'
import {
  BIG_WEBHOOK,
  BUSY_DAY,
  oldAction,
  oldOrder,
  oldUnit,
  writeYearsOfWork,
} from '../support/years-of-work.ts'

const SIZE = { orders: 100_000, actions: 60_000, ledgerRows: 100_000, others: 40_000 }

/** Rows of a page in these calls. */
const LIMIT = 50

/**
 * Rows that one step of a plan may read or sort. What is open at a time is more than a page and no more with the
 * years; a page with a filter that few rows pass reads on.
 */
const ROWS_MAX = 2_000

const OPEN_ORDER = 'OLD-00099993'

let database: TestDatabase
let office: TestOffice
let client: Client
let listener: Listener
let floor: Floor

beforeAll(async () => {
  listener = hearStatements()
  const postgres = databases.find(({ kind }) => kind === 'postgres')
  if (postgres === undefined) throw new Error('one of the databases is PostgreSQL')
  database = await postgres.open()
  floor = await writeYearsOfWork(database.store, SIZE)
  office = await startOffice({ database, deps: { every: () => () => undefined } })
  client = new Client({ connectionString: database.databaseUrl })
  await client.connect()
}, 600_000)

afterAll(async () => {
  listener.close()
  await client.end()
  await office.close()
  await database.close()
})

async function flawsOf(path: string): Promise<string[]> {
  const statements = await listener.during(async () => {
    const { status, body } = await office.admin('GET', path)
    expect({ status, body: status < 400 || body }).toEqual({ status: 200, body: true })
  })
  expect(statements.length, path).toBeGreaterThan(0)
  const flaws: string[] = []
  for (const statement of statements) flaws.push(...(await planFlaws(client, statement, ROWS_MAX)))
  return flaws
}

const ORDER_FILTERS = [
  '',
  'status=DELIVERED',
  'status=CONFIRMED',
  'states=CONFIRMED,IN_PROGRESS,PICKED',
  'states=DELIVERED,CANCELLED',
  `region=${REGION}`,
  'deliveryDate=2025-01-15',
  'deliveryFrom=2025-01-10&deliveryTo=2025-01-20',
  `region=${REGION}&deliveryFrom=2025-01-10&deliveryTo=2025-01-20`,
  'customerRef=C-77',
  'search=OLD-00000777',
  'search=Klant%20777',
  'search=PO-777',
  'search=1777%20AB',
  'isBlocked=true',
  'isBlocked=false',
  'isBackordered=true',
  'isBackordered=false',
  'isBackordered=true&status=CONFIRMED',
] as const

const SORTS = ['oldest', 'newest', 'delivery-day'] as const

describe('a page of orders with years behind it reads no more than a page', () => {
  test.each(ORDER_FILTERS.flatMap((filter) => SORTS.map((sort) => ({ filter, sort }))))(
    '$filter by $sort',
    async ({ filter, sort }) => {
      expect(await flawsOf(`/v1/orders?${filter}&sort=${sort}&limit=${LIMIT}`)).toEqual([])
    },
  )

  test.each(SORTS)('from the middle on, by %s', async (sort) => {
    const after = sort === 'delivery-day' ? '2025-01-28:OLD-00050000' : 'OLD-00050000'
    for (const filter of ['', 'status=DELIVERED', 'states=DELIVERED,CANCELLED']) {
      const path = `/v1/orders?${filter}&sort=${sort}&after=${after}&limit=${LIMIT}`
      expect(await flawsOf(path)).toEqual([])
    }
  })
})

const LISTS = {
  'an order': [
    `/v1/orders/${OPEN_ORDER}`,
    `/v1/orders/${OPEN_ORDER}/history`,
    `/v1/orders/${OPEN_ORDER}/actions?limit=${LIMIT}`,
    `/v1/orders/${oldOrder(777)}/actions?limit=${LIMIT}`,
    `/v1/shipments/shipment-500`,
  ],
  stock: [
    `/v1/stock?limit=${LIMIT}`,
    `/v1/stock?warehouse=${WAREHOUSE}&lots=true&sort=name&limit=${LIMIT}`,
    `/v1/stock?warehouse=${WAREHOUSE}&only=expiring&limit=${LIMIT}`,
    `/v1/stock?warehouse=${WAREHOUSE}&search=Plank&limit=${LIMIT}`,
    `/v1/products?search=Plank%2012&limit=${LIMIT}`,
  ],
  'the ledger': [
    `/v1/ledger?limit=${LIMIT}`,
    `/v1/ledger?sku=SKU-7&limit=${LIMIT}`,
    `/v1/ledger?sku=SKU-7&before=0&limit=${LIMIT}`,
    `/v1/ledger?sku=SKU-7&warehouse=${WAREHOUSE}&before=90000&limit=${LIMIT}`,
    `/v1/ledger?after=90000&limit=${LIMIT}`,
  ],
  exceptions: [
    `/v1/exceptions?open=true&limit=${LIMIT}`,
    `/v1/exceptions?open=true&newest=true&warehouse=${WAREHOUSE}&limit=${LIMIT}`,
    `/v1/exceptions?open=true&code=short-pick&limit=${LIMIT}`,
    `/v1/exceptions?open=false&newest=true&limit=${LIMIT}`,
    `/v1/exceptions?open=false&code=short-pick&limit=${LIMIT}`,
    `/v1/exceptions?open=false&code=fork&limit=${LIMIT}`,
    `/v1/exceptions?code=fork&newest=true&limit=${LIMIT}`,
    `/v1/exceptions?stationId=station-3&newest=true&limit=${LIMIT}`,
    `/v1/exceptions?stationId=station-none&limit=${LIMIT}`,
    `/v1/exceptions?about=${oldOrder(777)}&limit=${LIMIT}`,
    `/v1/exceptions?about=SKU-7&limit=${LIMIT}`,
    `/v1/exceptions?limit=${LIMIT}&after=${oldAction(20_000)}`,
    '/v1/exception-counts',
  ],
  'picking lists': [
    `/v1/pick-lists?deliveryDate=${BUSY_DAY}&limit=${LIMIT}`,
    `/v1/pick-lists?deliveryDate=2025-01-15&warehouse=${WAREHOUSE}&status=done&limit=${LIMIT}`,
    `/v1/pick-lists?deliveryDate=2025-01-15&region=${REGION}&search=OLD&limit=${LIMIT}`,
    '/v1/picking-days',
    `/v1/picking-days/${BUSY_DAY}?warehouse=${WAREHOUSE}`,
  ],
  loads: [
    `/v1/loads?limit=${LIMIT}`,
    `/v1/loads?deliveryDate=2025-01-15&warehouse=${WAREHOUSE}&progress=true&limit=${LIMIT}`,
    `/v1/loads?status=open&limit=${LIMIT}`,
    `/v1/loads?region=R-9&limit=${LIMIT}`,
    `/v1/loads?after=LD-2500&limit=${LIMIT}`,
    `/v1/load-candidates?warehouse=${WAREHOUSE}&region=${REGION}&deliveryDate=${BUSY_DAY}`,
  ],
  'the audit trail': [
    `/v1/audit?order=newest&limit=${LIMIT}`,
    `/v1/audit?order=oldest&after=20000&limit=${LIMIT}`,
    `/v1/audit?who=user-7&order=newest&limit=${LIMIT}`,
    `/v1/audit?operation=putUser&order=newest&limit=${LIMIT}`,
    `/v1/audit?operation=putUser&who=user-7&limit=${LIMIT}`,
    `/v1/audit?target=/v1/products/SKU-7&order=newest&limit=${LIMIT}`,
  ],
  'deliveries of a webhook': [
    `/v1/webhooks/${BIG_WEBHOOK}/deliveries?limit=${LIMIT}`,
    `/v1/webhooks/${BIG_WEBHOOK}/deliveries?order=newest&limit=${LIMIT}`,
    `/v1/webhooks/${BIG_WEBHOOK}/deliveries?status=parked&order=newest&limit=${LIMIT}`,
    `/v1/webhooks/${BIG_WEBHOOK}/deliveries?status=waiting&limit=${LIMIT}`,
    `/v1/webhooks/${BIG_WEBHOOK}/deliveries?status=dropped&limit=${LIMIT}`,
    `/v1/webhooks/${BIG_WEBHOOK}/deliveries?type=stock.moved&order=newest&limit=${LIMIT}`,
    `/v1/webhooks/${BIG_WEBHOOK}/deliveries?type=load.departed&order=newest&limit=${LIMIT}`,
    `/v1/webhooks/${BIG_WEBHOOK}/deliveries?subject=order/${oldOrder(777)}&limit=${LIMIT}`,
    '/v1/webhooks',
  ],
  stations: [
    '/v1/stations',
    '/v1/stations/station-3',
    `/v1/stations/station-3/actions?limit=${LIMIT}`,
    `/v1/stations/station-3/actions?before=30000&limit=${LIMIT}`,
    `/v1/station-actions?outcome=refused&limit=${LIMIT}`,
    `/v1/station-actions?outcome=refused&stationId=station-3&open=true&limit=${LIMIT}`,
  ],
  people: ['/v1/users', '/v1/operators', '/v1/tokens'],
  'a trace': [`/v1/traces/${oldAction(30_000)}`],
  'what is searched for': [
    '/v1/console/search?q=777',
    `/v1/console/search?q=${oldUnit(777)}`,
    '/v1/console/search?q=Klant',
    '/v1/console/search?q=LD-777',
    '/v1/console/search?q=Plank',
  ],
  'data of a customer': [`/v1/customers/C-77/data?limit=${LIMIT}`],
  'today and capacity': [
    '/v1/console/today',
    `/v1/console/today?warehouse=${WAREHOUSE}`,
    '/v1/console/trends',
    '/v1/capacity',
  ],
  'the feed of events': [`/v1/epcis/events?limit=${LIMIT}`],
}

describe('pages with years behind them read no more than a page', () => {
  test.each(Object.entries(LISTS))('%s', async (_, paths) => {
    const flaws: Record<string, string[]> = {}
    for (const path of paths) {
      const found = await flawsOf(path)
      if (found.length > 0) flaws[path] = found
    }
    expect(flaws).toEqual({})
  })

  test('a list, and its order', async () => {
    expect(await flawsOf(`/v1/pick-lists/${listAt(floor, 0).code}`)).toEqual([])
    expect(await flawsOf(`/v1/orders/${orderAt(floor, 0).orderNumber}`)).toEqual([])
  })
})

test('a customer of years ago is forgotten by indexes alone', async () => {
  await client.query('BEGIN')
  const statements = await listener.during(async () => {
    const path = '/v1/customers/C-78/erase'
    const { status, body } = await office.admin('POST', path, { reason: 'asked by letter' })
    expect({ status, body: status < 400 || body }).toEqual({ status: 200, body: true })
  })
  const flaws: string[] = []
  for (const statement of statements) flaws.push(...(await planFlaws(client, statement, ROWS_MAX)))
  await client.query('ROLLBACK')
  expect(flaws).toEqual([])
})
