import { rmSync } from 'node:fs'
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
