import Database from 'better-sqlite3'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actionBody, LogStore } from '../../main/store/log-store.ts'
import { cutPower, type Outcome } from '../power-cut/power-cut.ts'
import { canRecord, recordShift, workShift } from '../power-cut/recording.ts'
import { CUTS, endOf, printedIn, saidIn, SEED, shiftFolder } from '../power-cut/shift.ts'

/*
 * What the rig is and how it works stands at the top of tests/power-cut/power-cut.ts. LOADLINE_POWER_CUTS
 * asks for more cuts of each recording, LOADLINE_POWER_CUT_SEED for others.
 */

const FIRST_SHIFT = ['--enrol', '--lists', '8', '--checkpoint-pages', '150']
const NEXT_SHIFT = ['--lists', '5', '--after', '8', '--checkpoint-pages', '150']

const PAGE_BYTES = 4_096

const canTrace = canRecord()

test.runIf(canTrace)(
  '[LOG-2, I1, I2, I15, I16, PULL-1] power cut anywhere in a first shift: what sounded good is there, nothing is half',
  async () => {
    const recording = recordShift(shiftFolder(), FIRST_SHIFT)
    const outcome = await cutPower(recording, { seed: SEED, images: CUTS })
    expect(outcome.damages).toEqual([])
    expectMuchWaited(outcome)
    expect(outcome.promised).toBeGreaterThan(80)
  },
)

test.runIf(canTrace)(
  '[I1, I2, I16] power cut after a kill -9, while the write-ahead log of the life before is taken in',
  async () => {
    const folder = shiftFolder()
    const { said } = workShift(folder, [...FIRST_SHIFT, '--killed'])
    const recording = recordShift(folder, NEXT_SHIFT)
    const outcome = await cutPower(recording, {
      seed: SEED,
      images: CUTS,
      printedBefore: printedIn(said),
    })
    expect(outcome.damages).toEqual([])
    expectMuchWaited(outcome)
  },
)

test.runIf(canTrace)(
  '[ID-4, I15] power cut while a lost log is made anew: no number of the lost one comes again',
  async () => {
    const folder = shiftFolder()
    const { said } = workShift(folder, [...FIRST_SHIFT, '--killed'])
    for (const ending of ['', '-wal', '-shm']) rmSync(join(folder, `log.db${ending}`))
    const recording = recordShift(folder, NEXT_SHIFT)
    const outcome = await cutPower(recording, {
      seed: SEED,
      images: CUTS,
      printedBefore: printedIn(said),
    })
    expect(printedIn(said)).toHaveLength(8)
    expect(outcome.damages).toEqual([])
  },
)

test.runIf(canTrace)(
  '[ID-4, I1, I15] power cut while a damaged log is set aside: the new one holds what the office lacks',
  async () => {
    const folder = shiftFolder()
    const first = workShift(folder, FIRST_SHIFT).said
    const unsent = workShift(folder, [...NEXT_SHIFT, '--offline']).said
    const before = endOf(first)?.actions.length ?? 0
    const carried = (endOf(unsent)?.actions ?? []).slice(before).map(({ id }) => id)
    spoilPageOfScans(folder)
    const recording = recordShift(folder, ['--lists', '0'])
    expect(endOf(saidIn(recording))?.waiting).toBe(0)
    const { damages } = await cutPower(recording, {
      seed: SEED,
      images: CUTS,
      printedBefore: printedIn([...first, ...unsent]),
      carried,
    })
    expect(carried.length).toBeGreaterThan(40)
    expect(damages).toEqual([])
  },
)

test.runIf(canTrace)(
  '[LOG-4, I1, I2] power cut while old segments of the log are pruned: the chain still proves itself',
  async () => {
    const folder = shiftFolder()
    const { said } = workShift(folder, [...FIRST_SHIFT, '--killed'])
    logManyMore(folder)
    const recording = recordShift(folder, [...NEXT_SHIFT, '--prune'])
    expect(endOf(saidIn(recording))?.pruned).toBe(2_000)
    const outcome = await cutPower(recording, {
      seed: SEED,
      images: CUTS,
      printedBefore: printedIn(said),
    })
    expect(outcome.damages).toEqual([])
    expectMuchWaited(outcome)
  },
)

test.runIf(canTrace)(
  '[LOG-2, I1] the canary, commits that are not synced, loses what it promised and is seen to',
  async () => {
    const recording = recordShift(shiftFolder(), [...FIRST_SHIFT, '--unsynced'])
    const { damages } = await cutPower(recording, { seed: SEED, images: 40 })
    const lost = damages.filter(({ broken }) => broken.some((what) => what.startsWith('I1')))
    expect(lost.length).toBeGreaterThan(5)
  },
)

/** A page of the log that holds no action no longer reads; the actions all do. */
function spoilPageOfScans(folder: string): void {
  const path = join(folder, 'log.db')
  const db = new Database(path, { readonly: true })
  const leaf = db
    .prepare<[], number>(
      `SELECT pageno FROM dbstat WHERE name = 'scan' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1`,
    )
    .pluck()
    .get()
  db.close()
  if (leaf === undefined) throw new Error('the log holds no scans')
  const bytes = readFileSync(path)
  bytes.fill(0xff, (leaf - 1) * PAGE_BYTES, (leaf - 1) * PAGE_BYTES + 512)
  writeFileSync(path, bytes)
}

/** Two segments and more of sessions, and scans of long ago. */
function logManyMore(folder: string): void {
  const log = new LogStore(folder)
  const draft = { type: 'session.sign-in' as const, payload: {} }
  const occurredAt = '2020-01-01T08:00:00.000Z'
  const body = actionBody({ draft, operatorId: 'sanne', occurredAt, baseHead: 0 })
  log.transaction(() => {
    for (let n = 0; n < 2_100; n += 1) {
      log.append({ id: `00000000-0000-7000-9000-${String(n).padStart(12, '0')}`, body })
    }
    log.db.exec(`UPDATE scan SET at = '${occurredAt}'`)
  })
  log.close()
}

/** A set of cuts in which nothing waited for a sync has proven nothing. */
function expectMuchWaited({ images, unsynced }: Outcome): void {
  expect(images).toBe(CUTS)
  expect(unsynced.wal).toBeGreaterThan(CUTS / 20)
  expect(unsynced.checkpoint).toBeGreaterThan(CUTS / 20)
  expect(unsynced.names).toBeGreaterThan(CUTS / 20)
}
