import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { DOCUMENT_KINDS, type DocumentOf, WORKING_KINDS } from '#contract/documents/document.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { checkBooks } from './check-books.ts'
import type { SimStation } from './sim-station.ts'
import type { World } from './world.ts'

export type StoredAction = {
  station_id: string
  incarnation: string
  seq: number
  id: string
  is_copy: boolean
  type: string
  body: string
  hash: string
  outcome: string
  code: string | null
  exception_id: string | null
  received_at: string
}

export type StoredDocument = { kind: string; id: string; station_id: string | null; body: unknown }

/** Everything that must hold once nothing is under way any more. */
export async function checkAtRest(
  world: World,
  store: Store,
  stations: readonly SimStation[],
): Promise<number> {
  const { actions, documents } = await readOffice(store)
  for (const station of stations) {
    const { stationId, incarnation } = station.identity
    station.noteRecorded()
    const all = actions.filter(({ station_id: id }) => id === stationId)
    const own = all.filter((row) => row.incarnation === incarnation)
    checkLog(world, station, own)
    checkOtherLogs(world, station, all)
    checkReceipts(world, station, own)
    checkScope(world, station, documents)
  }
  const firsts = actions.filter((row) => !row.is_copy)
  const ofHands = checkHands(world, actions, firsts)
  checkUnits(world, firsts)
  checkPallets(world, firsts, documents)
  countFloorWork(world, firsts)
  checkRanges(world, documents)
  await checkBooks(world, store, { actions: firsts, documents })
  return ofHands
}

function readOffice(store: Store) {
  return store.snapshot(async (tx) => {
    const actions = await sql<StoredAction>`
      SELECT station_id, incarnation, seq, id, is_copy, type, body, hash, outcome, code,
        exception_id, received_at
      FROM station_action ORDER BY station_id, incarnation, seq`.execute(tx)
    const documents = await sql<StoredDocument>`
      SELECT kind, id, station_id, body FROM document WHERE in_scope ORDER BY kind, id`.execute(tx)
    return { actions: actions.rows, documents: documents.rows }
  })
}

/** I1, I2, I6: what was promised is in the log, the log proves itself, the office has its very bytes. */
function checkLog(world: World, { name, log, promised }: SimStation, own: StoredAction[]) {
  const rows = log.actionsFrom(1, Number.MAX_SAFE_INTEGER)
  let last = GENESIS_HASH
  for (const [index, row] of rows.entries()) {
    last = hash('sha256', `${last}\n${index + 1}\n${row.id}\n${row.body}`)
    if (row.seq !== index + 1 || row.hash !== last) {
      return world.blame('lost', 'I2', `the log of ${name} does not prove itself at ${index + 1}`)
    }
  }
  for (const { seq, id, hash: promisedHash } of promised) {
    if (rows[seq - 1]?.id === id && rows[seq - 1]?.hash === promisedHash) continue
    return world.blame('lost', 'I1', `${name} promised ${seq}, its log has something else there`)
  }
  for (const { seq, body } of rows) {
    const stored = own[seq - 1]
    // After a restore this is what was acknowledged and forgotten (I12).
    const rule = world.caused.has('restored') ? 'I12' : 'I10'
    if (stored === undefined) return world.blame('lost', rule, `the office lacks ${name} ${seq}`)
    if (stored.seq === seq && stored.id === rows[seq - 1]?.id && stored.body === body) continue
    return world.blame('lost', 'I6', `the office has other bytes at ${name} ${seq}`)
  }
  const swapped = own.find((row, index) => {
    return Date.parse(row.received_at) < Date.parse(own[index - 1]?.received_at ?? row.received_at)
  })
  if (swapped !== undefined) {
    world.blame('unexplained', 'I6', `${name} ${swapped.seq} was decided before what it follows`)
  }
  if (own.length <= rows.length) return
  world.blame('doubled', 'I3', `the office has ${own.length} of ${name}, its log ${rows.length}`)
}

/** I3: what the office has besides is of logs before this one, and comes twice only where a disk was at fault. */
function checkOtherLogs(
  world: World,
  { name, identity, mayRepeat }: SimStation,
  all: readonly StoredAction[],
): void {
  for (const { seq, incarnation, is_copy: isCopy } of all) {
    const isOwn = incarnation === identity.incarnation && !isCopy
    if (isOwn || (mayRepeat && world.hands.isKnownLog(incarnation))) continue
    return world.blame('doubled', 'I3', `the office has a foreign ${seq} of ${name}`)
  }
}

/**
 * I1, I3: whatever was recorded, on whatever disk, is at the office once, but for what only a disk has lost;
 * and nothing is there that nobody recorded.
 */
function checkHands(
  world: World,
  actions: readonly StoredAction[],
  firsts: readonly StoredAction[],
): number {
  const { hands } = world
  const byId = new Map(firsts.map((row) => [row.id, row]))
  let count = 0
  for (const { id, name, body } of hands.all) {
    count += 1
    const stored = byId.get(id)
    if (stored === undefined && hands.mayBeMissing(id)) continue
    if (stored?.body === body) continue
    const what = stored === undefined ? 'lacks' : 'has other bytes of'
    world.blame('lost', 'I1', `the office ${what} ${id}, recorded at ${name}`)
  }
  for (const { id, body, is_copy: isCopy } of actions) {
    const isGood = hands.recorded(id)?.body === body && byId.get(id)?.body === body
    if (!isGood) world.blame('doubled', 'I3', `the office has ${id}, which nobody recorded so`)
    else if (isCopy) world.count('copy-answered')
  }
  return count
}

/** I4: the bench was told what the office holds. */
function checkReceipts(world: World, { name, log }: SimStation, own: StoredAction[]): void {
  for (const { seq, outcome, code } of own) {
    const told = log.receiptOf(seq)
    if (told?.outcome === outcome && (told.code ?? null) === code) continue
    const text = `${name} ${seq}: told ${told?.outcome} ${told?.code}, office ${outcome} ${code}`
    world.blame('unexplained', 'I4', text)
  }
}

/** I7, I8: what a bench shows is what the office holds, nothing more and nothing less. */
function checkScope(world: World, station: SimStation, documents: readonly StoredDocument[]): void {
  const { name, identity, floor } = station
  const { cache, view } = floor
  if (view.replayedCount > 0) {
    world.blame('diverged', 'I7', `${name} still replays ${view.replayedCount} actions`)
  }
  const wanted = new Map(
    documents
      .filter(({ station_id: only }) => only === null || only === identity.stationId)
      .map(({ kind, id, body }) => [`${kind} ${id}`, body]),
  )
  for (const kind of DOCUMENT_KINDS) {
    for (const { id, doc } of cache.all(kind)) {
      const key = `${kind} ${id}`
      const body = wanted.get(key)
      wanted.delete(key)
      if (body === undefined) world.blame('diverged', 'I8', `${name} has ${key}, the office not`)
      else if (!isDeepStrictEqual(body, doc)) {
        const text = `${name} differs in ${key}: ${JSON.stringify(doc)} / ${JSON.stringify(body)}`
        world.blame('diverged', 'I8', text)
      }
      const isWorking = (WORKING_KINDS as readonly string[]).includes(kind)
      if (isWorking && !isDeepStrictEqual(view.get(kind, id), doc)) {
        world.blame('diverged', 'I7', `${name} shows another ${key} than it was sent`)
      }
    }
  }
  for (const key of wanted.keys()) world.blame('diverged', 'I8', `${name} lacks ${key}`)
}

/** I15: no two benches hold the same numbers. */
function checkRanges(world: World, documents: readonly StoredDocument[]): void {
  const held = documents
    .filter(({ kind }) => kind === 'number-range')
    .flatMap(({ body }) => (body as DocumentOf<'number-range'>).ranges)
    .toSorted((a, b) => a.from - b.from)
  const leasedAnew = held.length - documents.filter(({ kind }) => kind === 'number-range').length
  if (leasedAnew > 0) world.count('range-leased-anew', leasedAnew)
  for (const [index, range] of held.entries()) {
    const next = held[index + 1]
    if (next === undefined || next.from > range.to) continue
    world.blame('doubled', 'I15', `numbers from ${next.from} are leased twice`)
  }
}

/** I15: no unit number is opened twice. */
function checkUnits(world: World, actions: readonly StoredAction[]): void {
  const seen = new Map<string, string>()
  for (const { type, body, id } of actions) {
    if (type !== 'pack.open' || world.buggy.has(id)) continue
    const { unitId } = (JSON.parse(body) as { payload: { unitId: string } }).payload
    const before = seen.get(unitId)
    const isBlamed = before !== undefined && !world.hands.areApart(before, id)
    if (isBlamed) world.blame('doubled', 'I15', `${unitId} by ${before} and ${id}`)
    else if (before !== undefined) world.count('number-used-by-two-disks')
    seen.set(unitId, id)
  }
}

/** I15: a number is in one place, so what stands on a pallet stands on no other, and both know it. */
function checkPallets(
  world: World,
  actions: readonly StoredAction[],
  documents: readonly StoredDocument[],
): void {
  const nested = actions.filter(({ type, outcome }) => {
    return type === 'pack.nest' && outcome === 'accepted'
  })
  if (nested.length > 0) world.count('carton-nested', nested.length)
  const bodies = documents.filter(({ kind }) => kind === 'unit').map(({ body }) => body)
  // The kind says what the body is.
  const units = new Map((bodies as DocumentOf<'unit'>[]).map((unit) => [unit.id, unit]))
  for (const { id, children, parentId } of units.values()) {
    const strangers = children.filter((child) => (units.get(child)?.parentId ?? null) !== id)
    const known = strangers.filter((child) => units.has(child))
    if (known.length > 0) world.blame('diverged', 'I15', `${known.join()} not on ${id}`)
    const parent = parentId === null ? undefined : units.get(parentId)
    if (parent !== undefined && !parent.children.includes(id)) {
      world.blame('diverged', 'I15', `${parent.id} does not know that ${id} is on it`)
    }
  }
}

/** Labels that were owed, lots taken before others, and goods that were gone when they were to be packed. */
function countFloorWork(world: World, actions: readonly StoredAction[]): void {
  for (const { type, body } of actions) {
    const { payload } = JSON.parse(body) as { payload: Record<string, unknown> }
    if (type === 'pack.close' && payload['isUnlabelled'] === true) world.count('label-owed')
    if (type === 'pick.confirm' && 'deviation' in payload) world.count('lot-deviated')
    if (type === 'pick.put-back' && !('unitId' in payload)) world.count('put-back-loose')
    if (type === 'load.confirm' && 'seal' in payload) world.count('truck-sealed')
  }
}
