import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { actionBody, LogStore } from '../../main/store/log-store.ts'
import { cutPower, type Outcome } from '../power-cut/power-cut.ts'
import {
  canRecord,
  type DiskEvent,
  type Failing,
  nameOfFile,
  type Recording,
  recordShift,
  type Said,
  workShift,
} from '../power-cut/recording.ts'

/*
 * What the rig is and how it works stands at the top of tests/power-cut/power-cut.ts. LOADLINE_POWER_CUTS
 * asks for more cuts of each recording, LOADLINE_POWER_CUT_SEED for others.
 */
const CUTS = Number(process.env['LOADLINE_POWER_CUTS'] ?? 100)
const SEED = Number(process.env['LOADLINE_POWER_CUT_SEED'] ?? 20_261_121)

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

const SHORT_SHIFT = ['--enrol', '--lists', '4', '--checkpoint-pages', '60']

/** Disks that fail in the middle of a shift, so many calls long. */
const FAILURES = [
  ['the log is full at an insert', 'log.db-wal', 'pwrite64', 'ENOSPC', 25],
  ['the log is full at a checkpoint', 'log.db', 'pwrite64', 'ENOSPC', 1],
  ['the cache is full in a pull', 'cache.db-wal', 'pwrite64', 'ENOSPC', 1],
  ['a write of the log fails', 'log.db-wal', 'pwrite64', 'EIO', 3],
  ['a sync of the log fails', 'log.db-wal', 'fsync', 'EIO', 2],
  ['a sync of a checkpoint fails', 'log.db', 'fsync', 'EIO', 1],
  ['a sync of the cache fails', 'cache.db-wal', 'fsync', 'EIO', 1],
] as const

test.runIf(canTrace)(
  '[LOG-5, I1, I2] a disk that is full or fails refuses loudly, loses nothing, and the shift goes on; also when the power goes',
  { timeout: 240_000 },
  async () => {
    const whole = recordShift(shiftFolder(), SHORT_SHIFT)
    const inAll = actionsIn(whole)
    for (const [what, file, call, error, times] of FAILURES) {
      const failing: Failing = { call, error, from: callInTheMiddle(whole, file, call), times }
      const recording = recordShift(shiftFolder(), SHORT_SHIFT, [failing])
      const said = saidIn(recording)
      // Only a commit of the log can fail a scan; what else fails, the operator does not feel.
      const isRefused = said.some(({ kind }) => kind === 'refused')
      expect({ what, isRefused }).toEqual({ what, isRefused: file === 'log.db-wal' })
      expect({ what, waiting: endOf(said)?.waiting }).toEqual({ what, waiting: 0 })
      expect({ what, actions: actionsIn(recording) }).toEqual({ what, actions: inAll })
      const { damages } = await cutPower(recording, { seed: SEED, images: Math.ceil(CUTS / 4) })
      expect({ what, damages }).toEqual({ what, damages: [] })
    }
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

/** Which of the host's calls of this kind is in the middle of those on this file. */
function callInTheMiddle(recording: Recording, name: string, call: Failing['call']): number {
  const kind: DiskEvent['kind'] = call === 'fsync' ? 'sync' : 'write'
  const calls = recording.events.flatMap((event) => {
    if (event.kind !== 'write' && event.kind !== 'sync') return []
    return event.kind === kind && nameOfFile(recording, event.file) === name ? [event.call] : []
  })
  const middle = calls[Math.floor(calls.length / 2)]
  if (middle === undefined) throw new Error(`the shift never calls ${call} on ${name}`)
  return middle
}

function saidIn({ events }: Recording): Said[] {
  return events.flatMap((event) => (event.kind === 'said' ? [event.said] : []))
}

function endOf(said: readonly Said[]) {
  return said.find((one) => one.kind === 'end')
}

function actionsIn(recording: Recording): number {
  return endOf(saidIn(recording))?.actions.length ?? 0
}

function printedIn(said: readonly Said[]): string[] {
  return said.flatMap((one) => (one.kind === 'printed' ? [one.unitId] : []))
}

function shiftFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-shift-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
