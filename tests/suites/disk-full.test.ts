import Database from 'better-sqlite3'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { saveIdentity } from '../../main/store/identity.ts'
import { GLUE, OAK } from '../../main/testing/shop.ts'
import { ENROLLED, openCutBench } from '../power-cut/cut-bench.ts'
import { cutPower } from '../power-cut/power-cut.ts'
import {
  canRecord,
  type DiskEvent,
  type Failing,
  nameOfFile,
  type Recording,
  recordShift,
  workShift,
} from '../power-cut/recording.ts'
import { BADGE, LISTS } from '../power-cut/shop-office.ts'
import { CUTS, endOf, saidIn, SEED, shiftFolder } from '../power-cut/shift.ts'

const canTrace = canRecord()

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
      const actions = actionsIn(recording)
      // What was written late stands further down.
      const expected = expectedOf(inAll, actions).toSorted()
      expect({ what, actions: actions.toSorted() }).toEqual({ what, actions: expected })
      const { damages } = await cutPower(recording, { seed: SEED, images: Math.ceil(CUTS / 4) })
      expect({ what, damages }).toEqual({ what, damages: [] })
    }
  },
)

const SCANS_MAX = 1_000

test.runIf(canTrace)(
  '[LOG-5, I1] a disk that is full while the station starts ends the start loudly, and the next start has all there was',
  { timeout: 240_000 },
  async () => {
    for (const hadShift of [false, true]) {
      const folder = shiftFolder()
      if (hadShift) workShift(folder, [...SHORT_SHIFT, '--killed'])
      else saveIdentity(folder, ENROLLED)
      const before = hadShift ? actionsOf(folder) : 0
      const whole = recordShift(copyOf(folder), ['--lists', '0'])
      for (const from of spread(callsOn(whole, /^(log|cache)\.db/, 'pwrite64'), 4)) {
        const tried = copyOf(folder)
        const failing: Failing = { call: 'pwrite64', error: 'ENOSPC', from, times: 10_000 }
        const { status, why } = recordShift(tried, ['--lists', '0'], [failing], 'may-end')
        const isLoud = status === 0 || /SqliteError|refused/.test(why)
        expect({ from, isLoud, why }).toEqual({ from, isLoud: true, why })
        const { said } = workShift(tried, ['--lists', '1', '--after', hadShift ? '4' : '0'])
        expect({ from, waiting: endOf(said)?.waiting }).toEqual({ from, waiting: 0 })
        expect(endOf(said)?.actions.length).toBeGreaterThan(before + 10)
      }
    }
  },
)

test('[LOG-5, I1, I2] a log that may not grow refuses each scan loudly, and takes the same one when it may', async () => {
  const folder = shiftFolder()
  saveIdentity(folder, ENROLLED)
  const sounds: string[] = []
  const bench = openCutBench(folder, { sound: (sound) => void sounds.push(sound) })
  bench.start()
  await bench.settle()
  for (const text of [BADGE, LISTS[0]?.code ?? '', OAK.ean]) bench.scan(text)
  const pages = Number(bench.log.db.pragma('page_count', { simple: true }))
  bench.log.db.pragma(`max_page_count = ${pages}`)
  // What there is of the last pages takes a few more.
  let taken = 0
  while (taken < SCANS_MAX && bench.scan(BADGE) !== null) taken += 1
  const { lastSeq } = bench.log
  const state = bench.floor.view.submit.state
  expect(taken).toBeLessThan(SCANS_MAX)
  expect(bench.scan(OAK.ean)).toBeNull()
  expect(sounds.at(-1)).toBe('bad')
  expect(bench.floor.view.bench.alert?.reason).toBe('log-full')
  expect({ lastSeq: bench.log.lastSeq, state: bench.floor.view.submit.state }).toEqual({
    lastSeq,
    state,
  })
  bench.log.db.pragma(`max_page_count = ${pages + 1_000}`)
  for (const text of [BADGE, LISTS[0]?.code ?? '', OAK.ean, OAK.ean, GLUE.ean]) bench.scan(text)
  expect(sounds.at(-1)).toBe('good')
  expect(bench.floor.view.bench.alert).toBeNull()
  await bench.close()
  const again = openCutBench(folder)
  again.log.verifyTail()
  expect(again.log.lastSeq).toBe(bench.log.lastSeq)
  await again.close()
})

/** Which of the host's calls of this kind is in the middle of those on this file. */
function callInTheMiddle(recording: Recording, name: string, call: Failing['call']): number {
  const calls = callsOn(recording, new RegExp(`^${name}$`), call)
  const middle = calls[Math.floor(calls.length / 2)]
  if (middle === undefined) throw new Error(`the shift never calls ${call} on ${name}`)
  return middle
}

function callsOn(recording: Recording, name: RegExp, call: Failing['call']): number[] {
  const kind: DiskEvent['kind'] = call === 'fsync' ? 'sync' : 'write'
  return recording.events.flatMap((event) => {
    if (event.kind !== 'write' && event.kind !== 'sync') return []
    const isMeant = event.kind === kind && name.test(nameOfFile(recording, event.file))
    return isMeant ? [event.call] : []
  })
}

function spread(calls: readonly number[], count: number): number[] {
  return calls.filter((_, index) => index % Math.ceil(calls.length / count) === 0)
}

function copyOf(folder: string): string {
  const copy = shiftFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

function actionsOf(folder: string): number {
  const db = new Database(join(copyOf(folder), 'log.db'), { readonly: true })
  const count = db.prepare<[], number>('SELECT count(*) FROM action').pluck().get() ?? 0
  db.close()
  return count
}

/** What each action was about, in order; ids and times differ from shift to shift. */
function actionsIn(recording: Recording): string[] {
  return (endOf(saidIn(recording))?.actions ?? []).map(({ body }) => {
    const { type, payload } = JSON.parse(body) as { type: string; payload: { unitId?: string } }
    return `${type} ${payload.unitId ?? ''}`
  })
}

/**
 * The actions that a whole shift has and this one must have too. The print of a label that was scanned back
 * before it could be written is proven by that scan, which must then be there.
 */
function expectedOf(whole: readonly string[], actions: readonly string[]): string[] {
  return whole.filter((action) => {
    const unitId = /^label\.print (.+)$/.exec(action)?.[1]
    const isProven = unitId !== undefined && actions.includes(`label.verify ${unitId}`)
    return !isProven || actions.includes(action)
  })
}
