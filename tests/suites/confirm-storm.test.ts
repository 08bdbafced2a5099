import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { databaseErrorCode, type Store } from '../../sync-server/store/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { type Answer, startOffice, type TestOffice } from '../support/office.ts'
import {
  codeOf,
  furnish,
  handClock,
  intent,
  postIntent,
  stockOf,
  TOMORROW,
} from '../support/wholesaler.ts'

const CONNECTIONS = 32
const INTENTS = 500
const STOCK = 100
const ROOM_FOR = 60

/** One unit of OAK-1, as `furnish` makes it. */
const EACH = { maxWeightGrams: 1_000, maxVolumeCm3: 2_000 }
const SLOT = {
  dates: [TOMORROW],
  maxWeightGrams: EACH.maxWeightGrams * ROOM_FOR,
  maxVolumeCm3: EACH.maxVolumeCm3 * STOCK,
}
const ONE_OAK = { lineItems: [{ sku: 'OAK-1', quantity: 1 }], deliveryDate: TOMORROW }

describe.each(databases)('a storm of orders on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let office: TestOffice
  const collisions: string[] = []

  async function start(options: Parameters<typeof furnish>[1]): Promise<void> {
    collisions.length = 0
    database = await open({
      connections: CONNECTIONS,
      onCollision: (code) => collisions.push(code),
    })
    office = await startOffice({ database, deps: { clock: handClock() } })
    await furnish(office, options)
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test.each([
    ['once', 1],
    ['twice', 2],
  ])(
    '[I5] 500 intents posted %s at once for 100 units and room for 60: exactly 60 orders',
    async (_often, times) => {
      await start({ products: [{ sku: 'OAK-1', onHand: STOCK }], capacity: SLOT })
      const intents = Array.from({ length: INTENTS }, () => intent(ONE_OAK))
      const answers = await Promise.all(
        intents.flatMap((body) => Array.from({ length: times }, () => postPatiently(office, body))),
      )
      expect(tally(answers)).toEqual({
        201: ROOM_FOR,
        ...(times === 1 ? {} : { 200: ROOM_FOR }),
        'capacity-full': (INTENTS - ROOM_FOR) * times,
      })
      expect(await stockOf(office, 'OAK-1')).toEqual({
        onHand: STOCK,
        reserved: ROOM_FOR,
        available: STOCK - ROOM_FOR,
      })
      expect(await countOrders(database.store)).toBe(ROOM_FOR)
      expect(collisions).not.toContain('40P01')
    },
  )

  test('[I5] orders of many products in any order never wait for each other in a circle', async () => {
    const skus = Array.from({ length: 8 }, (_, n) => `MIX-${n}`)
    const onHand = 40
    await start({ products: skus.map((sku) => ({ sku, onHand })) })
    const posts = Array.from({ length: 200 }, (_, n) => {
      const wanted = [n, n * 3 + 1, n * 5 + 2].map((k) => skus[k % skus.length] ?? '')
      const lineItems = [...new Set(n % 2 === 0 ? wanted : wanted.toReversed())].map((sku) => ({
        sku,
        quantity: 2,
      }))
      return postPatiently(office, intent({ lineItems }))
    })
    const counted = tally(await Promise.all(posts))
    expect((counted[201] ?? 0) + (counted['out-of-stock'] ?? 0)).toBe(200)
    for (const sku of skus) expect((await stockOf(office, sku)).available).toBeGreaterThanOrEqual(0)
    expect(collisions).not.toContain('40P01')
  })

  // PGlite has one connection, so its transactions never meet.
  test.runIf(kind === 'postgres')(
    'the same goods locked in any order do deadlock, so the storm could show it',
    async () => {
      const skus = Array.from({ length: 4 }, (_, n) => `MIX-${n}`)
      await start({ products: skus.map((sku) => ({ sku, onHand: 10 })) })
      const codes: string[] = []
      const lockIn = (order: readonly string[]) =>
        database.store.transaction(async (tx) => {
          for (const sku of order) {
            await sql`SELECT 1 FROM stock WHERE warehouse = 'MAIN' AND sku = ${sku} FOR UPDATE`.execute(
              tx,
            )
          }
        })
      for (let round = 0; round < 20 && !collisions.includes('40P01'); round += 1) {
        const orders = Array.from({ length: CONNECTIONS }, (_, n) =>
          n % 2 === 0 ? skus : skus.toReversed(),
        )
        const done = await Promise.allSettled(orders.map(lockIn))
        for (const result of done) {
          if (result.status === 'rejected') codes.push(databaseErrorCode(result.reason) ?? '')
        }
      }
      expect([...collisions, ...codes]).toContain('40P01')
    },
  )
})

/** A client that waits its turn: an office too busy to answer is asked again, as its answer says. */
async function postPatiently(office: TestOffice, body: Record<string, unknown>): Promise<Answer> {
  for (;;) {
    const answer = await postIntent(office, body)
    if (codeOf(answer) !== 'busy') return answer
  }
}

/** How many answers of each status, and of each code where it is a problem. */
function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) {
    const key = codeOf(answer) ?? String(answer.status)
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

async function countOrders(store: Store): Promise<number> {
  const rows = await store.snapshot((tx) => tx.selectFrom('customer_order').select('id').execute())
  return rows.length
}
