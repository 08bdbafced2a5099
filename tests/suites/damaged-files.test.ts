import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { CacheStore } from '../../main/store/cache-store.ts'
import { OAK, PRODUCTS } from '../../main/testing/shop.ts'
import { type CutBench, openCutBench } from '../power-cut/cut-bench.ts'
import { workShift } from '../power-cut/recording.ts'
import { FIRST_INCARNATION, LISTS } from '../power-cut/shop-office.ts'
import { endOf, printedIn, SEED, shiftFolder } from '../power-cut/shift.ts'
import { chanceOf } from '../simulation/chance.ts'

/*
 * Files of a station that somebody or some disk has spoilt between two runs: a write-ahead log that is gone,
 * bits that have flipped. The station notices, or nothing of what it says is another.
 */
const FLIPS = Number(process.env['LOADLINE_BIT_FLIPS'] ?? 60)

/** A shift whose last part the office has not heard of; ended well, or killed with its write-ahead log. */
type Ended = {
  folder: string
  actions: readonly LoggedAction[]
  printed: string[]
  /** How many actions there were before the last scan. */
  beforeLastCommit: number
  /** Where the operator stood, as the next start tells it. */
  says: string
}
const root = mkdtempSync(join(tmpdir(), 'loadline-shifts-'))
let closed: Ended
let killed: Ended

beforeAll(async () => {
  closed = await shiftThatEnds('closed', [])
  killed = await shiftThatEnds('killed', ['--killed'])
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

test('[LOG-6, I1, I2] a bit that flips in the log is noticed, or changes nothing that the log says', async () => {
  const told: Record<Told, number> = { noticed: 0, harmless: 0, 'last-commit-gone': 0 }
  for (let n = 0; n < FLIPS; n += 1) {
    const folder = copyOf(closed)
    const where = flipBit(join(folder, 'log.db'), n)
    told[await openSpoilt(folder, closed, where)] += 1
  }
  expect(told.noticed).toBeGreaterThan(FLIPS / 4)
  expect(told['last-commit-gone']).toBe(0)
})

test('[LOG-6, I1, I2] a bit that flips in the write-ahead log is noticed, or the last commit was never there', async () => {
  // A flip in the very last commit looks as a power cut before its sync does: nobody can tell them apart.
  const told: Record<Told, number> = { noticed: 0, harmless: 0, 'last-commit-gone': 0 }
  for (let n = 0; n < FLIPS; n += 1) {
    const folder = copyOf(killed)
    const where = flipBit(join(folder, 'log.db-wal'), n)
    told[await openSpoilt(folder, killed, where)] += 1
  }
  expect(told.noticed).toBeGreaterThan(FLIPS / 4)
})

test('[LOG-6, ID-4, I15] a write-ahead log that was removed between two runs is missed', async () => {
  for (const endings of [['-wal'], ['-wal', '-shm']]) {
    const folder = copyOf(killed)
    for (const ending of endings) rmSync(join(folder, `log.db${ending}`))
    expect(await openSpoilt(folder, killed, endings.join())).toBe('noticed')
  }
})

test('[PULL-4] a bit that flips in the cache never shows as another document or another product', () => {
  const was = everythingIn(closed.folder)
  expect(was.size).toBeGreaterThan(PRODUCTS.length + LISTS.length)
  let missing = 0
  for (let n = 0; n < FLIPS; n += 1) {
    const folder = copyOf(closed)
    const where = flipBit(join(folder, 'cache.db'), n)
    const is = everythingIn(folder)
    const others = [...is].filter(([key, text]) => was.get(key) !== text).map(([key]) => key)
    expect({ where, others }).toEqual({ where, others: [] })
    if (is.size < was.size) missing += 1
  }
  expect(missing).toBeGreaterThan(FLIPS / 4)
})

type Told = 'noticed' | 'harmless' | 'last-commit-gone'

/** Opens and goes on; throws where the log says anything else than it did without having noticed. */
async function openSpoilt(folder: string, ended: Ended, where: string): Promise<Told> {
  const bench = openCutBench(folder)
  try {
    const actions = bench.log.actionsFrom(1, ended.actions.length)
    bench.start()
    await bench.settle()
    const says = saysOf(bench)
    const isNew = bench.identity.incarnation !== FIRST_INCARNATION
    const next = bench.store.numbers.take()
    const isDouble = next !== null && ended.printed.includes(next)
    expect({ where, isDouble }).toEqual({ where, isDouble: false })
    if (isNew || bench.scan(OAK.ean) === null) return 'noticed'
    expect({ where, actions }).toEqual({ where, actions: ended.actions.slice(0, actions.length) })
    const isShorter = actions.length === ended.beforeLastCommit
    expect({ where, isAll: isShorter || actions.length === ended.actions.length }).toEqual({
      where,
      isAll: true,
    })
    expect({ where, says: isShorter ? '' : says }).toEqual({
      where,
      says: isShorter ? '' : ended.says,
    })
    return isShorter ? 'last-commit-gone' : 'harmless'
  } finally {
    await bench.close()
  }
}

/** Where the operator stands and what the office said; what was printed and scanned is only told of. */
function saysOf({ log, floor }: CutBench): string {
  return JSON.stringify([floor.view.submit.state, floor.view.sync.state, log.counts])
}

/** Documents and barcodes as the bench reads them. */
function everythingIn(folder: string): Map<string, string> {
  const cache = new CacheStore(folder)
  const found = new Map<string, string>()
  const kinds = ['product', 'pick-list', 'operator', 'warehouse', 'number-range'] as const
  for (const kind of kinds) {
    for (const { id, doc } of cache.all(kind)) found.set(`${kind}/${id}`, JSON.stringify(doc))
  }
  for (const { code } of PRODUCTS.flatMap(({ barcodes }) => barcodes)) {
    const hit = cache.findBarcode(code)
    if (hit !== undefined) found.set(`barcode/${code}`, JSON.stringify(hit))
  }
  cache.close()
  return found
}

async function shiftThatEnds(name: string, flags: readonly string[]): Promise<Ended> {
  const folder = join(root, name)
  mkdirSync(folder)
  const first = workShift(folder, ['--enrol', '--lists', '6']).said
  const second = workShift(folder, ['--lists', '3', '--after', '6', '--offline', ...flags]).said
  const actions = endOf(second)?.actions ?? []
  // The last scan of a shift checks a label, which is one action.
  const beforeLastCommit = actions.length - 1
  const again = join(root, `${name}-again`)
  cpSync(folder, again, { recursive: true })
  const bench = openCutBench(again)
  bench.start()
  await bench.settle()
  const says = saysOf(bench)
  await bench.close()
  return { folder, actions, printed: printedIn([...first, ...second]), beforeLastCommit, says }
}

function copyOf({ folder }: Ended): string {
  const copy = shiftFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

/** Flips one bit of a file, another for each `n`, and says which. */
function flipBit(path: string, n: number): string {
  if (!existsSync(path)) throw new Error(`there is no ${path}`)
  const chance = chanceOf(SEED + n, 'bit')
  const bytes = readFileSync(path)
  const at = chance.below(bytes.length)
  const bit = chance.below(8)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  writeFileSync(path, bytes)
  return `bit ${bit} of byte ${at}`
}
