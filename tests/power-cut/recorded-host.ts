import { writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { CODE, DAY } from '../../main/testing/floor.ts'
import { GLUE, OAK } from '../../main/testing/shop.ts'
import { saveIdentity } from '../../main/store/identity.ts'
import { type CutBench, ENROLLED, openCutBench } from './cut-bench.ts'
import { digestOf } from './check-image.ts'
import { BADGE, LISTS } from './shop-office.ts'
import type { Said } from './recording.ts'

/*
 * One shift of a bench, to be recorded: packs lists by scans from sign-in to checked label, syncing all the
 * while. Whatever it says to the outside it also writes on stdout, so that it stands among the traced writes
 * at the very moment it was said.
 */
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '' },
    /** Lists to pack, and after how many that were packed before. */
    lists: { type: 'string', default: '1' },
    after: { type: 'string', default: '0' },
    /** End as by kill -9: nothing is tidied up, the write-ahead logs stay. */
    killed: { type: 'boolean', default: false },
    enrol: { type: 'boolean', default: false },
    /** Pages of write-ahead log between checkpoints; few, so that a short shift has many. */
    'checkpoint-pages': { type: 'string', default: '1000' },
    /** Forget old segments of the log as soon as the office has them, whatever their age. */
    prune: { type: 'boolean', default: false },
    /** Without the office, but for the documents of before. */
    offline: { type: 'boolean', default: false },
    /** The canary: a log whose commits are not synced. */
    unsynced: { type: 'boolean', default: false },
  },
})

/** Slow enough that the office is polled now and then. */
const SCAN_EVERY_MS = 5_000
const TRIES_MAX = 100
const REST_TURNS = 30
const LOG_MAX = 100_000
const FAR_AHEAD = '2099-01-01T00:00:00.000Z'

await main()

async function main(): Promise<void> {
  const { folder, enrol, killed, unsynced } = values
  if (enrol) saveIdentity(folder, ENROLLED)
  const bench = openCutBench(folder, {
    opened: (log) => {
      log.db.pragma(`wal_autocheckpoint = ${values['checkpoint-pages']}`)
      if (unsynced) log.db.pragma('synchronous = NORMAL')
    },
    sound: (sound) => {
      say(sound === 'bad' ? { kind: 'refused' } : { kind: 'promised', ...placeOf(bench) })
    },
    print: (unitId) => say({ kind: 'printed', unitId }),
    isOffline: values.offline,
    sent: (lastSeq) => say({ kind: 'sent', seq: lastSeq }),
  })
  const actions = new Map<number, LoggedAction>()
  const remember = () => {
    for (const one of bench.log.actionsFrom(1, LOG_MAX)) actions.set(one.seq, one)
  }
  remember()
  bench.start()
  await bench.settle()
  if (bench.floor.view.submit.state.operatorId === null) await scan(bench, BADGE)
  const after = Number(values.after)
  for (const list of LISTS.slice(after, after + Number(values.lists))) await pack(bench, list.code)
  await comeToRest(bench)
  const waiting = bench.log.lastSeq - bench.floor.view.sync.state.ackedSeq
  remember()
  say({ kind: 'end', actions: [...actions.values()], waiting, pruned: bench.log.prunedThrough })
  if (killed) process.kill(process.pid, 'SIGKILL')
  await bench.close()
}

async function pack(bench: CutBench, listCode: string): Promise<void> {
  const close = CODE['CLOSE'] ?? ''
  for (const text of [listCode, OAK.ean, OAK.ean, OAK.ean, GLUE.ean, GLUE.ean, close]) {
    await scan(bench, text)
  }
  const { place } = bench.floor.view.submit.state
  if (place.kind !== 'list' || place.toVerify === null) throw new Error('no label to check')
  await scan(bench, `00${place.toVerify}`)
}

function pruneOnce({ log, floor }: CutBench): void {
  const { ackedSeq, durableSeq } = floor.view.sync.state
  const throughSeq = Math.min(ackedSeq, durableSeq)
  log.pruneOldest({ throughSeq, before: FAR_AHEAD, isRefusalClosed: () => true })
  log.pruneSideRows(`${DAY}T08:00:00.000Z`)
}

/** Time for what failed to be tried again. */
async function comeToRest(bench: CutBench): Promise<void> {
  for (let n = 0; n < REST_TURNS; n += 1) {
    bench.clock.advance(SCAN_EVERY_MS)
    await bench.settle()
  }
}

/** Scans until it counts, as an operator whose bench refuses loudly does. */
async function scan(bench: CutBench, text: string): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const done = bench.scan(text)
    bench.clock.advance(SCAN_EVERY_MS)
    await bench.settle()
    if (values.prune) pruneOnce(bench)
    if (done?.became === 'alert') throw new Error(`the shift went wrong: ${alertOf(bench)}`)
    if (done !== null) return
  }
  throw new Error(`${text} was refused ${TRIES_MAX} times`)
}

function placeOf({ log, floor, identity }: CutBench) {
  const { incarnation } = identity
  const seq = log.lastSeq
  const scans = log.db.prepare<[], number | null>('SELECT max(id) FROM scan').pluck().get() ?? 0
  return {
    incarnation,
    seq,
    hash: log.hashAt(seq),
    scans,
    state: digestOf(floor.view.submit.state),
  }
}

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`)
}

function alertOf({ floor }: CutBench): string {
  return JSON.stringify(floor.view.submit.state.alert)
}
