import { setImmediate } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { moveHands } from '../chaos/bench-hands.ts'
import {
  chaosSeed,
  type ChaosFloor,
  freeze,
  healAndDrain,
  type Stand,
  startChaosFloor,
  thaw,
} from '../chaos/chaos-floor.ts'
import { expectWhole } from '../chaos/expect-whole.ts'
import { workThrough } from '../chaos/storm.ts'
import type { OfficeProcess } from '../support/bench-floor.ts'
import { eventually } from '../support/processes.ts'

/** Turns of the event loop between a scan's start and a kill, at most. */
const TURNS_MAX = 40

/** Looks of the outbox, one a second, that find no database. */
const VAIN_LOOKS = 5

let floor: ChaosFloor

afterEach(() => floor.close())

async function start(seed: number, benches: number): Promise<void> {
  floor = await startChaosFloor({ seed: chaosSeed(seed), benches })
  await floor.order(30)
  for (const { bench } of floor.stands) {
    await bench.until('people are known', ({ server }) => server.online)
  }
}

function standAt(n: number): Stand {
  const stand = floor.stands[n]
  if (stand === undefined) throw new Error(`there is no bench ${n}`)
  return stand
}

test('[LOG-2] [PUSH-3] benches killed and frozen in the middle go on where they were', async () => {
  await start(2, 3)
  const { chance, stands } = floor
  const badge = floor.badges['sanne'] ?? ''
  let kills = 0
  let freezes = 0
  await workThrough(floor, 200, async (move) => {
    if (move % 9 !== 8) return
    const frozen = stands.find(({ isFrozen }) => isFrozen)
    if (frozen !== undefined) {
      thaw(frozen.bench.process.pid)
      frozen.isFrozen = false
      return
    }
    const stand = chance.pick(stands)
    const scanning = moveHands(stand, badge, chance)
    for (let turn = chance.below(TURNS_MAX); turn > 0; turn -= 1) await setImmediate()
    if (chance.hit(0.6)) {
      kills += 1
      await stand.bench.process.kill()
      await scanning.catch(() => undefined)
      await floor.restartBench(stand)
      return
    }
    await scanning
    freezes += 1
    freeze(stand.bench.process.pid)
    stand.isFrozen = true
  })
  for (const { bench } of stands) thaw(bench.process.pid)
  await healAndDrain(floor)
  const { recorded } = await expectWhole(floor)
  expect({ recorded: recorded > 200, kills: kills > 3, freezes: freezes > 2 }).toEqual({
    recorded: true,
    kills: true,
    freezes: true,
  })
})

test('[PUSH-3] offices killed and started anew behind one address: every action once', async () => {
  await start(3, 2)
  let away: number | null = null
  let kills = 0
  await workThrough(floor, 160, async (move) => {
    if (move % 10 !== 9) return
    if (away !== null) {
      await floor.restartOffice(away)
      away = null
      return
    }
    away = floor.chance.below(2)
    kills += 1
    await floor.offices[away]?.process.kill()
  })
  if (away !== null) await floor.restartOffice(away)
  await healAndDrain(floor)
  const { recorded } = await expectWhole(floor)
  expect(recorded).toBeGreaterThan(150)
  expect(kills).toBeGreaterThan(5)
})

test('[PUSH-3] an office frozen with a push in its hands wakes after the other has taken it: once', async () => {
  await start(4, 1)
  const stand = standAt(0)
  const [first, second] = floor.offices
  if (first === undefined || second === undefined) throw new Error('two offices')
  await workThrough(floor, 12, () => undefined)
  await healAndDrain(floor)
  // Connections to the second end with it; from here on all goes to the first.
  floor.proxy.setTargets([first.url])
  floor.proxy.endConnections()
  await floor.stands[0]?.bench.until('a call came through', ({ server }) => server.online)
  const pushesBefore = await pushesOf(first)
  freeze(first.process.pid)
  await workThrough(floor, 8, () => undefined)
  const { log } = await stand.bench.state()
  expect(log.pending).toBeGreaterThan(0)
  floor.proxy.muteConnections()
  floor.proxy.setTargets([second.url])
  await stand.bench.until('the other office took it', ({ log: now }) => now.pending === 0)
  thaw(first.process.pid)
  // The frozen one reads what waited in its socket, and answers nobody.
  await eventually(async () => (await pushesOf(first)) > pushesBefore, {
    what: 'the office that slept takes the late push',
  })
  floor.proxy.setTargets([first.url, second.url])
  await healAndDrain(floor)
  await expectWhole(floor)
})

test('[PUSH-3] an office frozen inside its transaction does not hold the bench up, nor count twice', async () => {
  await start(5, 1)
  const stand = standAt(0)
  const [first, second] = floor.offices
  if (first === undefined || second === undefined) throw new Error('two offices')
  await workThrough(floor, 12, () => undefined)
  await healAndDrain(floor)
  floor.proxy.setTargets([first.url])
  floor.proxy.endConnections()
  await stand.bench.until('a call came through', ({ server }) => server.online)
  const holder = new Client({ connectionString: floor.cluster.databaseUrl })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM station FOR UPDATE')
  await workThrough(floor, 6, () => undefined)
  await eventually(
    async () => {
      const waiting = await floor.cluster.query<{ n: string }>(
        `SELECT count(*) AS n FROM pg_stat_activity
         WHERE wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE OF s%'`,
      )
      return Number(waiting[0]?.n) > 0
    },
    { what: 'the push waits for its station' },
  )
  // It gets its lock in its sleep, and holds it until the database ends the session.
  freeze(first.process.pid)
  await holder.query('ROLLBACK')
  await holder.end()
  floor.proxy.setTargets([second.url])
  await stand.bench.until('the other office took it', ({ log: now }) => now.pending === 0)
  thaw(first.process.pid)
  floor.proxy.setTargets([first.url, second.url])
  await workThrough(floor, 12, () => undefined)
  await healAndDrain(floor)
  await expectWhole(floor)
})

test('[EPOCH-3] PostgreSQL stopped at once under load: nothing acknowledged is lost, the epoch stays', async () => {
  await start(6, 2)
  const [before] = await floor.cluster.query<{ epoch: string }>('SELECT epoch FROM office')
  let stops = 0
  await workThrough(floor, 150, async (move) => {
    if (move % 30 !== 15) return
    stops += 1
    await expectNothingLost(stops === 1)
  })
  await healAndDrain(floor)
  const [after] = await floor.cluster.query<{ epoch: string }>('SELECT epoch FROM office')
  expect(after?.epoch).toBe(before?.epoch)
  for (const { bench } of floor.stands) {
    const { log } = (await bench.state()) as { log: { ackedSeq: number; durableSeq?: number } }
    expect(log.durableSeq).toBe(log.ackedSeq)
  }
  const { recorded } = await expectWhole(floor)
  expect(recorded).toBeGreaterThan(100)
  expect(stops).toBe(5)
  const listeners = await floor.cluster.query<{ query: string }>(
    `SELECT query FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`,
  )
  expect(listeners, 'one connection per office hears of both').toHaveLength(floor.offices.length)
  for (const { query } of listeners) {
    expect(query).toContain('loadline_head')
    expect(query).toContain('loadline_changed')
  }
})

async function expectNothingLost(isLongAway: boolean): Promise<void> {
  const acknowledged = await Promise.all(floor.stands.map(({ bench }) => bench.state()))
  await floor.cluster.stopAtOnce()
  if (isLongAway) await Promise.all(floor.offices.map(outliveTheDatabase))
  await floor.cluster.start()
  for (const { stationId, log } of acknowledged) {
    const [row] = await floor.cluster.query<{ last_seq: string }>(
      `SELECT last_seq FROM station WHERE id = '${stationId}'`,
    )
    expect(Number(row?.last_seq)).toBeGreaterThanOrEqual(log.ackedSeq)
  }
}

/** Looks in vain several times, as it does once a second; it stays and says why it can't serve. */
async function outliveTheDatabase(office: OfficeProcess): Promise<void> {
  await eventually(
    () => Promise.resolve(office.process.stderr().split('could not look').length > VAIN_LOOKS),
    { what: 'the office misses its database' },
  )
  expect((await office.admin('GET', '/readyz')).status).toBe(503)
}

/** Pushes that an office has answered, or has tried to answer, by its own count. */
async function pushesOf(office: OfficeProcess): Promise<number> {
  const { body } = await office.admin('GET', '/metrics')
  const counts = [...String(body).matchAll(/_count\{[^}]*operation="push"[^}]*\} (\d+)/g)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
