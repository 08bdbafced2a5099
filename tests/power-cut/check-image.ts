import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { OAK } from '../../main/testing/shop.ts'
import { readIdentity } from '../../main/store/identity.ts'
import { type CutBench, openCutBench } from './cut-bench.ts'
import type { Said } from './recording.ts'
import { LISTS, MARKED_SKU } from './shop-office.ts'

/** Actions that the new life of a log may have added to what it carried over. */
const LOG_EXTRA = 100

export type Promised = Extract<Said, { kind: 'promised' }>

/** What the host had said when the power went, and what it said in all. */
export type Story = {
  /** The newest sound the operator had heard. */
  promised: Promised | null
  sentSeq: number
  printed: readonly string[]
  /** The whole log of the shift, and the operator's place after every scan. */
  actions: readonly LoggedAction[]
  /** Ids of actions in a log that is set aside, which the new one must hold. */
  carried: readonly string[]
  places: ReadonlyMap<string, string>
}

/** Opens what the cut left with the real host, and names every promise that it broke. */
export async function brokenPromises(folder: string, story: Story): Promise<string[]> {
  if (readIdentity(folder) === null) {
    return story.promised === null && story.sentSeq === 0 ? [] : ['the station forgot who it is']
  }
  let bench: CutBench
  try {
    bench = openCutBench(folder)
  } catch (error) {
    return [`it does not open: ${String(error)}`]
  }
  try {
    return [
      ...brokenIdentity(bench, story),
      ...brokenLog(bench, story),
      ...brokenSalvage(bench, story),
      ...brokenPlace(bench, story),
      ...brokenCache(bench),
      ...(await brokenNext(bench, story)),
    ]
  } catch (error) {
    return [`it does not go on: ${String(error)}`]
  } finally {
    await bench.close()
  }
}

/** ID-2 and ID-4: the log's name lasts, and that there is a log is known, so that its loss would be. */
function brokenIdentity({ identity, folder }: CutBench, { promised }: Story): string[] {
  const broken: string[] = []
  if (promised !== null && promised.incarnation !== identity.incarnation) {
    broken.push('ID-2: the log goes on under another name')
  }
  if (readIdentity(folder)?.hasLog !== true)
    broken.push('ID-4: the loss of this log would not show')
  return broken
}

/** I1 and I2: all that was promised is there, and what is there is what was written. */
function brokenLog({ log, folder }: CutBench, { promised, sentSeq, actions }: Story): string[] {
  const broken: string[] = []
  const seq = Math.max(promised?.seq ?? 0, sentSeq)
  if (log.lastSeq < seq) broken.push(`I1: ${seq} was promised, the log ends at ${log.lastSeq}`)
  const first = log.prunedThrough + 1
  const differs = log.actionsFrom(1, actions.length + 1).findIndex((kept, index) => {
    const { seq: at, id, body, hash } = kept
    const original = actions[first - 1 + index]
    const isSame = original?.id === id && original.body === body && original.hash === hash
    return at !== first + index || !isSame
  })
  if (differs !== -1) broken.push(`I2: action ${first + differs} is not the one that was written`)
  if (log.prunedThrough > sentSeq && sentSeq > 0) broken.push('LOG-4: pruned what was not sent')
  log.verifyTail()
  for (const name of ['log.db', 'cache.db']) {
    const db = new Database(join(folder, name), { readonly: true })
    const check: unknown = db.pragma('integrity_check', { simple: true })
    db.close()
    if (check !== 'ok') broken.push(`I2: SQLite says of ${name}: ${String(check)}`)
  }
  return broken
}

/** ID-4: whatever the office lacked of a log that was set aside is in the one made in its place. */
function brokenSalvage({ log }: CutBench, { carried }: Story): string[] {
  const kept = new Set(log.actionsFrom(1, carried.length + LOG_EXTRA).map(({ id }) => id))
  const lost = carried.filter((id) => !kept.has(id))
  return lost.length === 0 ? [] : [`ID-4: ${lost.length} actions were not carried over`]
}

/** I16: the operator stands exactly where some commit put them, and no earlier than what was heard. */
function brokenPlace({ log, floor }: CutBench, { promised, places }: Story): string[] {
  const scans = log.db.prepare<[], number | null>('SELECT max(id) FROM scan').pluck().get() ?? 0
  const expected = places.get(`${scans}/${log.lastSeq}`)
  const state = digestOf(floor.view.submit.state)
  const broken: string[] = []
  if (scans < (promised?.scans ?? 0)) broken.push(`I16: ${promised?.scans} scans, ${scans} kept`)
  if (expected !== undefined && expected !== state) broken.push('I16: another place')
  return broken
}

/** PULL-1: a page is in the cache with its cursor, or not at all. */
function brokenCache({ store: { cache } }: CutBench): string[] {
  const { cursor } = cache.position()
  const marked = cache.get('product', MARKED_SKU)?.name ?? '0'
  if (marked !== String(cursor)) return [`PULL-1: the cursor is ${cursor}, the page ${marked}`]
  const lists = cache.all('pick-list').length
  return lists === (cursor === 0 ? 0 : LISTS.length) ? [] : [`PULL-1: ${lists} lists`]
}

/** It goes on: no number of a printed label again, the office is reached, the next scan is recorded. */
async function brokenNext(bench: CutBench, { printed, promised }: Story): Promise<string[]> {
  const broken: string[] = []
  const next = bench.store.numbers.take()
  if (next !== null && printed.includes(next)) broken.push(`I15: ${next} is on a label already`)
  bench.start()
  await bench.settle()
  if (bench.scan(OAK.ean) === null) broken.push('the next scan was not recorded')
  return [...broken, ...bench.troubles.filter((text) => !isExpected(text, promised))]
}

/** A cache that was cut off before its first page came is thrown away, and says so. */
function isExpected(trouble: string, promised: Promised | null): boolean {
  return promised === null && trouble.startsWith('what the office had sent is thrown away')
}

export function digestOf(state: unknown): string {
  return createHash('sha256').update(JSON.stringify(state)).digest('hex')
}
