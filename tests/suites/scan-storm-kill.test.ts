import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActionBody } from '#contract/sync/envelope.ts'
import { chainHash } from '../../main/store/chain.ts'
import {
  scratchFolder,
  startBenchProcess,
  startOfficeProcess,
  type OfficeProcess,
  type ProcessBench,
} from '../support/bench-floor.ts'
import { knows } from '../support/line-by-scans.ts'
import { furnishShop, listsOf, OAK, postOrder, stationCode } from '../support/small-shop.ts'

/** How often the host is killed; each time at a moment nobody chose. */
const KILLS = 50

/** Scans answered before a kill, at most; others are in flight when it comes. */
const ANSWERED_MAX = 20

/** Scanners firing at once. */
const SCANNERS = 3

/** Turns of the event loop between the last answer and the kill, at most. */
const TURNS_MAX = 40

const folder = scratchFolder()
const dataFolder = `${folder.path}/bench`
let office: OfficeProcess
let bench: ProcessBench
let badges: Record<string, string>

beforeAll(async () => {
  office = await startOfficeProcess({ dataFolder: `${folder.path}/office` })
  badges = await furnishShop(office)
})

afterAll(async () => {
  await office.process.stop()
  folder.remove()
})

test(
  '[LOG-2] killed at 50 random points of a scan storm, every scan that sounded good is there',
  { timeout: 400_000 },
  async () => {
    const order = await postOrder(office, [{ sku: OAK.sku, quantity: 5_000 }])
    const lists = await listsOf(office, order.deliveryDate)
    const { code } = await stationCode(office)
    bench = await startBenchProcess({ dataFolder, serverUrl: office.url, code })
    const listCode = lists[order.orderNumber]?.code ?? ''
    await bench.until('people are known here', ({ server }) => server.online)
    await bench.scan(badges['sanne'] ?? '')
    await bench.until('the list is known here', ({ workflow }) => knows(workflow, listCode))
    await bench.scan(listCode)

    const random = seeded(20_261_121)
    let good = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      good += await stormUntilKilled(bench, random)
      bench = await startBenchProcess({ dataFolder, serverUrl: office.url })
      const { workflow } = await bench.state()
      expect(workflow.kind).toBe('picking')
      const picked = workflow.next?.picked ?? 0
      // Scans in flight may have been committed without their answer; never the other way round.
      expect(picked).toBeGreaterThanOrEqual(good)
      expect(picked).toBeLessThanOrEqual(good + SCANNERS * (kill + 1))
    }
    expect(good).toBeGreaterThan(KILLS)
    const { workflow } = await bench.state()
    await bench.until('all of it is acknowledged', ({ log }) => log.pending === 0)
    await bench.process.stop()
    expectWholeLog(`${dataFolder}/log.db`, workflow.next?.picked ?? 0)
    const { lines } = await office.get<{ lines: { picked: number }[] }>(
      `/v1/orders/${order.orderNumber}`,
    )
    expect(lines[0]?.picked).toBe(workflow.next?.picked)
  },
)

/**
 * Scans from several scanners without pause, kills the host at a random moment with scans in flight,
 * and counts those that had their answer.
 */
async function stormUntilKilled(target: ProcessBench, random: () => number): Promise<number> {
  const answeredBefore = 1 + Math.floor(random() * ANSWERED_MAX)
  let good = 0
  const { promise: enough, resolve: onEnough } = Promise.withResolvers<void>()
  const storm = async () => {
    for (;;) {
      try {
        const { body } = await target.scan(OAK.ean)
        if ((body as { became?: string }).became === 'action') good += 1
        if (good >= answeredBefore) onEnough()
      } catch {
        // The connection died with the host: this scan had no answer, so nobody heard a good sound.
        return
      }
    }
  }
  const storms = Array.from({ length: SCANNERS }, storm)
  await enough
  const turns = Math.floor(random() * TURNS_MAX)
  for (let n = 0; n < turns; n += 1) await new Promise((resolve) => setImmediate(resolve))
  await target.process.kill()
  await Promise.all(storms)
  return good
}

/** I2: no hole, every hash right, and as many confirmed picks as the bench says. */
function expectWholeLog(path: string, picked: number): void {
  const db = new Database(path, { readonly: true })
  const rows = db
    .prepare<[], { seq: number; id: string; body: string; hash: string }>(
      'SELECT seq, id, body, hash FROM action ORDER BY seq',
    )
    .all()
  db.close()
  let previous = '0'.repeat(64)
  let confirmed = 0
  for (const [index, row] of rows.entries()) {
    expect(row.seq).toBe(index + 1)
    previous = chainHash(previous, row.seq, row.id, row.body)
    expect(row.hash).toBe(previous)
    const body = JSON.parse(row.body) as ActionBody
    if (body.type === 'pick.confirm') confirmed += 1
  }
  expect(confirmed).toBe(picked)
}

/** Mulberry32: the same storm every time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
