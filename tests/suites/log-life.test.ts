import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LogTrouble } from '#contract/sync/log-trouble.ts'
import { noteStop } from '../../main/store/log-stop.ts'
import { LogStore } from '../../main/store/log-store.ts'
import { logAction } from '../../main/testing/logged.ts'
import {
  type BenchState,
  type OfficeProcess,
  type ProcessBench,
  scratchFolder,
  startBenchProcess,
  startOfficeProcess,
} from '../support/bench-floor.ts'
import { knows } from '../support/line-by-scans.ts'
import { eventually, run } from '../support/processes.ts'
import { furnishShop, listsOf, OAK, postOrder, stationCode } from '../support/small-shop.ts'

/** Picks that a bench has made before its log gets into trouble. */
const PICKS = 20

/** More than one segment, so that a start takes the first for proven. */
const PADDING = 1_100

/** Where nothing answers: the discard port of this machine. */
const NOBODY = 'http://127.0.0.1:9'

const folder = scratchFolder()
let office: OfficeProcess
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
  '[ID-4, I1, I2] killed at every step of setting a ruined log aside, a bench loses and doubles nothing',
  { timeout: 300_000 },
  async () => {
    const { dataFolder, orderNumber } = await workedBench('ruined')
    const before = actionsOf(dataFolder)
    const path = join(dataFolder, 'log.db')
    const bytes = readFileSync(path)
    // The first page, without which SQLite knows nothing of the others.
    writeFileSync(path, bytes.fill(0x5a, 0, 4_096))
    for (const step of ['salvage.json', 'quarantine', 'salvage.tmp']) {
      await startUntil(dataFolder, step)
    }
    const bench = await startBenchProcess({ dataFolder, serverUrl: office.url })
    const state = await bench.until('all of it is answered', ({ log }) => log.pending === 0)
    expect(troubleOf(state)).toMatchObject({ kind: 'salvaged', reason: 'not-a-database' })
    expect(troubleOf(state)?.carried).toBe(before.length)
    expect(await pickedOf(orderNumber)).toBe(PICKS)
    await signedInAndPicking(bench)
    await bench.scan(OAK.ean)
    await bench.until('it is answered', ({ log }) => log.pending === 0)
    expect(await pickedOf(orderNumber)).toBe(PICKS + 1)
    await bench.process.stop()
    expect(actionsOf(dataFolder).slice(0, before.length)).toEqual(before)
    expect(existsSync(join(dataFolder, 'salvage.json'))).toBe(false)
  },
)

test(
  '[LOG-6, ID-4] damage found beside the work: the bench starts again by itself and goes on',
  { timeout: 300_000 },
  async () => {
    const { dataFolder, orderNumber } = await workedBench('flipped')
    const log = new LogStore(dataFolder)
    log.transaction(() => {
      for (let n = 0; n < PADDING; n += 1) logAction(log, 'session.sign-in', {})
    })
    const [third] = log.actionsFrom(3, 1)
    log.close()
    // Wherever its bytes lie: a copy that is still whole would be carried.
    const path = join(dataFolder, 'log.db')
    const bytes = readFileSync(path)
    const row = `${third?.id}{"type"`
    for (let at = bytes.indexOf(row); at !== -1; at = bytes.indexOf(row)) {
      bytes.writeUInt8(bytes.readUInt8(at + row.length - 2) ^ 1, at + row.length - 2)
    }
    writeFileSync(path, bytes)
    const bench = await startBenchProcess({ dataFolder, serverUrl: office.url })
    const state = await salvaged(bench)
    expect(troubleOf(state)).toMatchObject({ reason: 'chain-broken', unreadable: 1, lost: 0 })
    await bench.until('all of it is answered', ({ log: { pending } }) => pending === 0)
    await signedInAndPicking(bench)
    await bench.scan(OAK.ean)
    await bench.until('it is answered', ({ log: { pending } }) => pending === 0)
    expect(await pickedOf(orderNumber)).toBe(PICKS + 1)
    await bench.process.stop()
  },
)

test(
  '[ID-2, ID-4] an older disk that was put back stops; a supervisor begins a new log, and its own work is kept',
  { timeout: 300_000 },
  async () => {
    const { dataFolder, orderNumber } = await workedBench('older')
    const older = `${dataFolder}-put-back`
    cpSync(dataFolder, older, { recursive: true })
    const newer = await startBenchProcess({ dataFolder, serverUrl: office.url })
    await newer.scan(OAK.ean)
    await newer.scan(OAK.ean)
    await newer.until('they are answered', ({ log }) => log.pending === 0)
    await newer.process.stop()

    const alone = await startBenchProcess({ dataFolder: older, serverUrl: NOBODY })
    expect((await alone.scan(OAK.ean)).status).toBe(200)
    await alone.process.stop()
    const bench = await startBenchProcess({ dataFolder: older, serverUrl: office.url })
    await bench.until('it stops itself', (state) => troubleOf(state)?.kind === 'stopped')
    expect((await bench.scan(OAK.ean)).status).toBe(507)
    const refused = await bench.call('POST', '/v1/new-log', { body: {} })
    expect(refused.body).toEqual({ accepted: false, trouble: 'supervisor-needed' })
    const asked = await bench.call('POST', '/v1/new-log', { body: { badge: badges['ilse'] } })
    expect(asked.body).toEqual({ accepted: true })
    await salvaged(bench)
    await bench.until('all of it is answered', ({ log }) => log.pending === 0)
    expect(await pickedOf(orderNumber)).toBe(PICKS + 3)
    const { items } = await office.get<{ items: { logTrouble: LogTrouble | null }[] }>(
      '/v1/stations',
    )
    expect(items.some(({ logTrouble }) => logTrouble !== null)).toBe(true)
    await bench.process.stop()
  },
)

test('[ID-2] --new-log begins a new log for one that was stopped, and leaves any other alone', async () => {
  const { dataFolder, orderNumber } = await workedBench('forked')
  const before = actionsOf(dataFolder)
  const args = ['--data', dataFolder, '--server', office.url, '--port', '0', '--new-log']
  const untouched = await run('main/start.ts', args)
  await untouched.stop()
  expect(untouched.stderr()).toContain('no log that was stopped')
  expect(existsSync(join(dataFolder, 'quarantine'))).toBe(false)
  const log = new LogStore(dataFolder)
  noteStop(log, 'forked')
  log.close()
  const renewed = await run('main/start.ts', args)
  await renewed.stop()
  expect(renewed.stderr()).toContain('the log is set aside (forked)')
  expect(actionsOf(dataFolder).slice(0, before.length)).toEqual(before)
  const bench = await startBenchProcess({ dataFolder, serverUrl: office.url })
  await bench.scan(OAK.ean)
  await bench.until('all of it is answered', ({ log: { pending } }) => pending === 0)
  expect(await pickedOf(orderNumber)).toBe(PICKS + 1)
  await bench.process.stop()
})

const troubleOf = ({ log }: BenchState) => (log as { trouble?: LogTrouble | null }).trouble ?? null

/** A bench that has picked a part of an order, sent it all, and was stopped. */
async function workedBench(name: string): Promise<{ dataFolder: string; orderNumber: string }> {
  const dataFolder = join(folder.path, name)
  const order = await postOrder(office, [{ sku: OAK.sku, quantity: 5 * PICKS }])
  const lists = await listsOf(office, order.deliveryDate)
  const { code } = await stationCode(office)
  const bench = await startBenchProcess({ dataFolder, serverUrl: office.url, code })
  const listCode = lists[order.orderNumber]?.code ?? ''
  await bench.until('people are known here', ({ server }) => server.online)
  await bench.scan(badges['sanne'] ?? '')
  await bench.until('the list is known here', ({ workflow }) => knows(workflow, listCode))
  await bench.scan(listCode)
  for (let n = 0; n < PICKS; n += 1) await bench.scan(OAK.ean)
  await bench.until('all of it is answered', ({ log }) => log.pending === 0)
  await bench.process.stop()
  return { dataFolder, orderNumber: order.orderNumber }
}

/** Where a ruined log could not say where the operator stood, they scan their way back. */
async function signedInAndPicking(bench: ProcessBench): Promise<void> {
  const { operator, workflow } = await bench.state()
  if (operator === null) await bench.scan(badges['sanne'] ?? '')
  if (workflow.kind === 'picking') return
  const mine = await bench.until('its list is known here', (state) => mineOf(state) !== null)
  await bench.scan(mineOf(mine) ?? '')
}

function mineOf({ workflow }: BenchState): string | null {
  const { lists = [] } = workflow as { lists?: { code: string; mine: boolean }[] }
  return lists.find(({ mine }) => mine)?.code ?? null
}

/** Waits until the bench has a new log; its doors are closed for a moment on the way. */
function salvaged(bench: ProcessBench): Promise<BenchState> {
  return eventually(
    async () => {
      const state = await bench.state().catch(() => null)
      return state !== null && troubleOf(state)?.kind === 'salvaged' ? state : null
    },
    { what: 'the bench has a new log' },
  )
}

async function pickedOf(orderNumber: string): Promise<number> {
  const { lines } = await office.get<{ lines: { picked: number }[] }>(`/v1/orders/${orderNumber}`)
  return lines.reduce((sum, { picked }) => sum + picked, 0)
}

/** Starts the host and kills it as soon as a name appears in its folder. */
async function startUntil(dataFolder: string, name: string): Promise<void> {
  const watcher = watch(dataFolder)
  const args = ['main/start.ts', '--data', dataFolder, '--server', NOBODY, '--port', '0']
  const host = spawn(process.execPath, args, { stdio: 'ignore' })
  const ended = once(host, 'exit')
  watcher.on('change', (_event, changed) => {
    if (String(changed).startsWith(name)) host.kill('SIGKILL')
  })
  await ended
  watcher.close()
}

function actionsOf(dataFolder: string): { id: string; body: string }[] {
  const db = new Database(join(dataFolder, 'log.db'), { readonly: true })
  const rows = db
    .prepare<[], { id: string; body: string }>('SELECT id, body FROM action ORDER BY seq')
    .all()
  db.close()
  return rows
}
