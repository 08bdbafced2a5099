import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, inject, test } from 'vitest'
import { sql } from 'kysely'
import { openStore, type Store } from '../../sync-server/store/index.ts'
import { type FaultyProxy, startFaultyProxy } from '../chaos/faulty-proxy.ts'
import { layStations, type LightFloor, type LightStation, runUntil } from '../chaos/reconnect.ts'
import { scratchInMemory } from '../chaos/scratch-in-memory.ts'
import { chanceOf } from '../simulation/chance.ts'
import { startOfficeProcess, type OfficeProcess } from '../support/bench-floor.ts'
import { createDatabase } from '../support/databases.ts'
import { layFloor } from '../support/floor.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { callsOf } from '../support/office.ts'

const STATIONS = 50
const KILLS = 6
const KILL_EVERY_MS = 5_000
const COUNT_EVERY_MS = 500
const PASSWORD = 'vier kratten eikenhout'

/** Bounds a floor that has stopped; how long it really takes is printed. */
const BACK_MS_MAX = 30_000
const DRAIN_MS_MAX = 120_000

let floor: LightFloor
let store: Store
let offices: OfficeProcess[] = []
let proxy: FaultyProxy

afterEach(async () => {
  await floor.close()
  proxy.close()
  for (const { process } of offices) await process.kill()
  await store.close()
})

test(
  '[PUSH-1] two offices behind one address, one of them killed every five seconds under fifty stations: nothing is lost, nobody is signed out',
  { timeout: 300_000 },
  async () => {
    const databaseUrl = await createDatabase(inject('postgresUrl'))
    store = await openStore({ databaseUrl, sleep })
    const laid = await layFloor(store, { orders: STATIONS, lines: 4 })
    const folder = scratchInMemory('loadline-two-offices-')
    floor = await layStations({ floor: laid, folder, stations: STATIONS, seed: 31 })
    const start = (n: number) =>
      startOfficeProcess({ dataFolder: join(folder, `office-${n}`), databaseUrl })
    offices = [await start(0), await start(1)]
    const urls = () => offices.map(({ url }) => url)
    proxy = await startFaultyProxy({ chance: chanceOf(31, 'proxy'), targets: urls() })
    const person = await signedIn(proxy.url)
    floor.setOffice(proxy.url)
    const { stations, clock } = floor
    for (const { loop } of stations) loop.start()
    const run = (isDone: () => boolean, limitMs: number) =>
      runUntil(clock, { speed: 1, limitMs, isDone })
    await run(() => stations.every(({ loop }) => loop.status.online), DRAIN_MS_MAX)

    const work = keepCounting(stations)
    const backMs: number[] = []
    for (let kill = 0; kill < KILLS; kill += 1) {
      const n = kill % offices.length
      await offices[n]?.process.kill()
      // One scan more than there was: whoever has an answer for it has been served since.
      const scanned = stations.map(({ log }) => log.lastSeq + 1)
      const again = start(n)
      const startedAt = clock.monotonicMs()
      backMs.push(await run(() => haveAll(stations, scanned), BACK_MS_MAX))
      const fresh = await again
      offices[n] = fresh
      proxy.setTargets(urls())
      await person.expectIn()
      await run(() => clock.monotonicMs() - startedAt >= KILL_EVERY_MS, DRAIN_MS_MAX)
    }
    work.stop()
    await run(
      () => stations.every(({ loop, log }) => log.lastSeq === loop.state.ackedSeq),
      DRAIN_MS_MAX,
    )
    const scans = stations.reduce((sum, { log }) => sum + log.lastSeq, 0)
    process.stdout.write(
      `chaos two-offices ${JSON.stringify({ scans, backMs: backMs.map(Math.round) })}\n`,
    )
    expect(scans).toBeGreaterThan(STATIONS * KILLS * 4)
    expect(await storedActions()).toEqual({ all: scans, once: scans })
    await requireTrueBooks(store)
    await person.expectIn()
  },
)

/** Everybody has an answer up to that action. */
function haveAll(stations: readonly LightStation[], scanned: readonly number[]): boolean {
  return stations.every(({ loop }, n) => loop.state.ackedSeq >= (scanned[n] ?? 0))
}

/** Two scans a second at each station, whatever the offices do. */
function keepCounting(stations: readonly LightStation[]) {
  const timer = setInterval(() => {
    for (const station of stations) station.count()
  }, COUNT_EVERY_MS)
  return { stop: () => clearInterval(timer) }
}

/** Somebody in a browser, by a cookie, who must never be asked to sign in again. */
async function signedIn(url: string) {
  const calls = callsOf(url)
  const user = { displayName: 'Ilse', role: 'supervisor', password: PASSWORD }
  expect((await calls.admin('PUT', '/v1/users/ilse', user)).status).toBe(200)
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'ilse', password: PASSWORD }),
  })
  expect(response.status).toBe(201)
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  return {
    expectIn: async () => {
      const answer = await fetch(`${url}/v1/session`, { headers: { cookie } })
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({ name: 'ilse' })
    },
  }
}

async function storedActions(): Promise<{ all: number; once: number }> {
  const { rows } = await store.snapshot((tx) =>
    sql<{ all: number; once: number }>`
      SELECT count(*)::integer AS all, count(DISTINCT id)::integer AS once FROM station_action`.execute(
      tx,
    ),
  )
  return rows[0] ?? { all: 0, once: 0 }
}
