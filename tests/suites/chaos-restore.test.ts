import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { chaosSeed, type ChaosFloor, healAndDrain, startChaosFloor } from '../chaos/chaos-floor.ts'
import { expectWhole } from '../chaos/expect-whole.ts'
import { workThrough } from '../chaos/storm.ts'
import type { BenchState } from '../support/bench-floor.ts'
import { eventually, run } from '../support/processes.ts'
import { stationCode } from '../support/small-shop.ts'

/** From the office's return until everything acknowledged in the lost hour is back. */
const BACK_WITHIN_MS = 60_000

/** Moves before the backup, and in the hour that is lost with it. */
const MOVES_BEFORE = 40
const MOVES_LOST = 60

const NEW_PRODUCT = {
  barcodes: [],
  weightGrams: 100,
  volumeCm3: 100,
  tracking: 'none',
  location: 'N',
}

let floor: ChaosFloor

afterEach(() => floor.close())

type Acknowledged = { stationId: string; actions: { id: string; hash: string }[] }

test('[EPOCH-1] [EPOCH-2] [EPOCH-3] [EPOCH-4] an hour-old copy of the disk: all that was acknowledged since is back within a minute', async () => {
  floor = await startChaosFloor({ seed: chaosSeed(10), benches: 3 })
  await workBefore()
  await floor.cluster.stop()
  floor.cluster.copyAside()
  await floor.cluster.start()
  const lost = await loseAnHour()
  await floor.cluster.stop()
  floor.cluster.putBack()
  await floor.cluster.start()
  await expectAllBack(lost)
})

test('[EPOCH-1] [EPOCH-2] [EPOCH-4] an online backup recovered to its moment is a new timeline, and loses nothing either', async () => {
  floor = await startChaosFloor({ seed: chaosSeed(11), benches: 3, hasArchive: true })
  await workBefore()
  await floor.cluster.backUp()
  const lost = await loseAnHour()
  await floor.cluster.stop()
  floor.cluster.recoverBackup()
  await floor.cluster.start()
  await expectAllBack(lost)
  const [timeline] = await floor.cluster.query<{ id: number }>(
    'SELECT timeline_id AS id FROM pg_control_checkpoint()',
  )
  expect(timeline?.id).toBe(2)
})

test('[EPOCH-1] [EPOCH-2] [EPOCH-4] a backup taken while all work, restored into an empty database: benches bring what it lacks', async () => {
  floor = await startChaosFloor({ seed: chaosSeed(14), benches: 3 })
  await workBefore()
  await floor.order(12)
  const path = join(floor.folder, 'office.backup')
  const [taken] = await Promise.all([
    backupCommand('backup', '--to', path),
    workThrough(floor, MOVES_BEFORE, () => undefined),
  ])
  expect(taken).toMatchObject({ backup: path })
  const lost = await loseAnHour()
  for (const { process } of floor.offices) await process.kill()
  await floor.cluster.recreateDatabase()
  const restored = await backupCommand('restore', '--from', path)
  expect(restored).toMatchObject({ restored: path, rows: taken['rows'] })
  for (const n of floor.offices.keys()) await floor.restartOffice(n)
  await expectAllBack(lost)
})

/** The command as an administrator types it; what it says at the end. */
async function backupCommand(...args: string[]): Promise<Record<string, unknown>> {
  const { ready } = await run('sync-server/backup/start.ts', args, {
    DATABASE_URL: floor.cluster.databaseUrl,
  })
  return ready
}

async function workBefore(): Promise<void> {
  await floor.order(60)
  for (const { bench } of floor.stands) {
    await bench.until('people are known', ({ server }) => server.online)
  }
  await workThrough(floor, MOVES_BEFORE, () => undefined)
  await healAndDrain(floor)
}

type LostHour = {
  epoch: string
  acknowledged: Acknowledged[]
  /** Every order number that was ever given out, also in the lost hour, and to which intent. */
  orders: Map<string, string>
}

/** Work and orders that the office acknowledges, and that its backup knows nothing of. */
async function loseAnHour(): Promise<LostHour> {
  const before = await floor.cluster.query<{ station_id: string; n: string }>(
    'SELECT station_id, count(*) AS n FROM station_action GROUP BY 1',
  )
  await floor.order(6)
  await workThrough(floor, MOVES_LOST, () => undefined)
  await healAndDrain(floor)
  const rows = await floor.cluster.query<{ station_id: string; id: string; hash: string }>(
    'SELECT station_id, id, hash FROM station_action ORDER BY station_id, seq',
  )
  expect(rows.length - before.reduce((sum, { n }) => sum + Number(n), 0)).toBeGreaterThan(60)
  const [office] = await floor.cluster.query<{ epoch: string }>('SELECT epoch FROM office')
  const orders = await readOrders()
  const stations = new Set(rows.map((row) => row.station_id))
  return {
    epoch: office?.epoch ?? '',
    acknowledged: [...stations].map((stationId) => ({
      stationId,
      actions: rows
        .filter((row) => row.station_id === stationId)
        .map(({ id, hash }) => ({ id, hash })),
    })),
    orders,
  }
}

/** Which number each intent's order bears. */
async function readOrders(): Promise<Map<string, string>> {
  const rows = await floor.cluster.query<{ intent: string; number: string }>(
    `SELECT i.order_intent_id AS intent, o.order_number AS number
     FROM order_intent i JOIN customer_order o ON o.id = i.order_id`,
  )
  return new Map(rows.map(({ intent, number }) => [number, intent]))
}

async function expectAllBack({ epoch, acknowledged, orders: before }: LostHour): Promise<void> {
  const startedAt = performance.now()
  await eventually(
    async () => {
      for (const { stationId, actions } of acknowledged) {
        const rows = await floor.cluster.query<{ id: string; hash: string }>(
          `SELECT id, hash FROM station_action WHERE station_id = '${stationId}' ORDER BY seq`,
        )
        if (rows.length < actions.length) return null
        expect(rows).toEqual(actions)
      }
      return true
    },
    { what: 'every acknowledged action is back', timeoutMs: BACK_WITHIN_MS },
  )
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  const [office] = await floor.cluster.query<{ epoch: string }>('SELECT epoch FROM office')
  expect(office?.epoch).not.toBe(epoch)
  // Sources post again what they posted in the lost hour; work goes on without anybody's hand.
  await floor.repostOrders()
  await workThrough(floor, MOVES_BEFORE, () => undefined)
  await healAndDrain(floor)
  const states = await Promise.all(floor.stands.map(({ bench }) => bench.state()))
  expect(states.map(({ server }: BenchState) => server.epoch)).toEqual(
    states.map(() => office?.epoch),
  )
  const orders = await readOrders()
  expect(
    [...new Set(before.values())].filter((intent) => ![...orders.values()].includes(intent)),
  ).toEqual([])
  // A number that was on paper in the lost hour is never another order's (EPOCH-4, I15).
  const reused = [...orders].filter(([number, intent]) => (before.get(number) ?? intent) !== intent)
  expect(reused).toEqual([])
  const { recorded } = await expectWhole(floor)
  process.stdout.write(
    `chaos restore ${JSON.stringify({ seconds, recorded, orders: orders.size })}\n`,
  )
}

test('[EPOCH-1] [EPOCH-2] a restored office that has passed a quiet bench’s cursor is found out without a scan', async () => {
  floor = await startChaosFloor({ seed: chaosSeed(12), benches: 1, offices: 1 })
  await workBefore()
  await floor.cluster.stop()
  floor.cluster.copyAside()
  await floor.cluster.start()
  const lost = await loseAnHour()
  // While the bench hears nothing, the restored office goes on, further than it was before.
  floor.proxy.setWeather('black-hole')
  const reached = await headOf()
  await floor.cluster.stop()
  floor.cluster.putBack()
  await floor.cluster.start()
  await eventually(async () => (await floor.office().admin('GET', '/readyz')).status === 200, {
    what: 'the office has its database again',
  })
  for (let n = 0; (await headOf()) <= reached; n += 1) {
    await floor.office().put(`/v1/products/NEW-${n}`, { ...NEW_PRODUCT, name: `New ${n}` })
  }
  floor.proxy.setWeather('fair')
  await expectAllBack(lost)
})

test('[I12] [SEC-1] a bench enrolled in the lost hour goes on, and with a code the office has all its work', async () => {
  floor = await startChaosFloor({ seed: chaosSeed(13), benches: 1 })
  await workBefore()
  await floor.cluster.stop()
  floor.cluster.copyAside()
  await floor.cluster.start()
  const late = await floor.addStand('Pack 9')
  await late.bench.until('people are known', ({ server }) => server.online)
  await workThrough(floor, MOVES_LOST, () => undefined)
  await healAndDrain(floor)
  expect((await late.bench.state()).log.ackedSeq).toBeGreaterThan(0)
  await floor.cluster.stop()
  floor.cluster.putBack()
  await floor.cluster.start()
  await late.bench.until('the office does not know it', ({ server }) => {
    return server.block === 'unauthorized'
  })
  // Work goes on at it, and nothing of it is lost with its place at the office.
  await workThrough(floor, MOVES_BEFORE, () => undefined)
  await late.bench.process.kill()
  const { code } = await stationCode(floor.office(), 'Pack 9')
  await floor.restartBench(late, code)
  await floor.repostOrders()
  await healAndDrain(floor)
  const { recorded } = await expectWhole(floor)
  expect(recorded).toBeGreaterThan(0)
  expect(late.promised.size).toBeGreaterThan(0)
})

async function headOf(): Promise<number> {
  const [row] = await floor.cluster.query<{ head: string }>('SELECT head FROM warehouse_head')
  return Number(row?.head)
}
