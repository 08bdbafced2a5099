import { sql } from 'kysely'
import type {
  LoggedAction,
  PushAnswer,
  PushConflict,
  PushRequest,
  Receipt,
} from '#contract/sync/envelope.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { addFigures, amendFigures, type Arrival } from '../figures/index.ts'
import { databaseErrorCode, type Store, textColumn, type Tx } from '../store/index.ts'
import { chainFault } from './chain.ts'
import { changedClaims, type Told } from './changed-claims.ts'
import { correctedTimes, type TimeBefore } from './corrected-times.ts'
import { BatchCrash, DecisionCrash, findCrash } from './decision-crash.ts'
import { headOf, writeDocuments } from './documents.ts'
import { type Entry, readEntry } from './entry.ts'
import { believeProof } from './epoch-proof.ts'
import { rangeWrites } from './range-writes.ts'
import { keepFork } from './fork.ts'
import { lockStation, type LockedStation } from './locked-station.ts'
import { placeInLog } from './place-in-log.ts'
import { type Answered, processEntries, receiptFor } from './process-entries.ts'
import { skipNumbersInUse } from './numbers-in-use.ts'
import { keepClosings } from './refusal-closings.ts'
import { splitCopies } from './copies.ts'

export type PushParts = {
  store: Store
  deps: OfficeDeps
  /** How often the rule of an action has crashed, by action id; in memory only. */
  crashes: Map<string, number>
  /** Names the call in logs; kept with the actions it brought. */
  requestId?: string
  /** True for a log that a person carried here: its station was not heard (LEASE-1). */
  isByHand?: boolean
}

export type PushResult =
  | { kind: 'answer'; answer: PushAnswer; decided: readonly Answered[] }
  | { kind: 'conflict'; conflict: PushConflict }
  | { kind: 'chain'; problem: string }
  | { kind: 'unknown-station' }

/** An action that crashes the office this often is poison (PUSH-6). */
const CRASHES_MAX = 3

/** Action ids with crashes to remember; a flood of them must not fill the memory. */
const CRASHES_REMEMBERED_MAX = 10_000

/** How a batch is gone about. Slower ways are for batches that failed the quick one. */
type Way = {
  /** Look for actions that arrived before under another seq. */
  checkIds: boolean
  /** Ids that are refused without being decided, and why. */
  poisoned: ReadonlyMap<string, string>
}

const QUICK: Way = { checkIds: false, poisoned: new Map() }

/**
 * The server's transaction (docs/PROTOCOL.md): a whole batch in one, decided in memory, written in bulk.
 * A constraint that fails has it done one action at a time, to find the one that is to blame.
 */
export async function push(
  parts: PushParts,
  stationId: string,
  request: PushRequest,
): Promise<PushResult> {
  const problem = chainFault(request)
  if (problem !== null) return { kind: 'chain', problem }
  try {
    return await pushWithoutCrash(parts, stationId, request, QUICK)
  } catch (error) {
    if (!isUnstorable(error) && !(error instanceof BatchCrash)) throw error
    return pushOneByOne(parts, stationId, request)
  }
}

async function pushOneByOne(
  parts: PushParts,
  stationId: string,
  request: PushRequest,
): Promise<PushResult> {
  const receipts: Receipt[] = []
  const decided: Answered[] = []
  let { prevHash } = request
  let last: PushAnswer | null = null
  for (const action of request.actions) {
    const single = { ...request, fromSeq: action.seq, prevHash, actions: [action] }
    const result = await pushSingle(parts, stationId, single, action)
    if (result.kind !== 'answer') return result
    last = result.answer
    receipts.push(...last.receipts)
    decided.push(...result.decided)
    prevHash = action.hash
  }
  if (last === null) throw new Error('a push has at least one action')
  return { kind: 'answer', answer: { ...last, receipts }, decided }
}

async function pushSingle(
  parts: PushParts,
  stationId: string,
  request: PushRequest,
  action: LoggedAction,
): Promise<PushResult> {
  const checking = { ...QUICK, checkIds: true }
  try {
    return await pushWithoutCrash(parts, stationId, request, checking)
  } catch (error) {
    if (!isUnstorable(error)) throw error
    const why = `the database could not take it (${databaseErrorCode(error) ?? 'unknown'})`
    const poisoned = new Map([[action.id, why]])
    return pushWithoutCrash(parts, stationId, request, { ...checking, poisoned })
  }
}

/** Runs the batch again when a rule crashed, in the end without the action that crashes it. */
async function pushWithoutCrash(
  parts: PushParts,
  stationId: string,
  request: PushRequest,
  way: Way,
): Promise<PushResult> {
  const { store, crashes } = parts
  const poisoned = new Map(way.poisoned)
  for (;;) {
    try {
      return await store.transaction((tx) =>
        findCrash(request.actions, () =>
          runPush(tx, parts, stationId, request, { ...way, poisoned }),
        ),
      )
    } catch (error) {
      if (!(error instanceof DecisionCrash) || poisoned.has(error.actionId)) throw error
      const count = (crashes.get(error.actionId) ?? 0) + 1
      if (crashes.size >= CRASHES_REMEMBERED_MAX) crashes.clear()
      crashes.set(error.actionId, count)
      if (count >= CRASHES_MAX) poisoned.set(error.actionId, `its rule failed ${count} times`)
    }
  }
}

async function runPush(
  tx: Tx,
  parts: PushParts,
  stationId: string,
  request: PushRequest,
  way: Way,
): Promise<PushResult> {
  const { store, deps } = parts
  const station = await lockStation(tx, store.kind, stationId, request.incarnation)
  if (station === undefined) return { kind: 'unknown-station' }
  const place = await placeInLog(tx, station, request)
  if (place.kind === 'forgotten') {
    const { ackedSeq, knownHead } = request
    const { lastSeq } = station
    const office = { ...station, knownEpoch: station.epoch }
    const epoch = await believeProof(tx, deps, {
      station,
      office,
      claimed: { ackedSeq, knownHead },
      lostEpoch: request.epoch === station.epoch ? null : request.epoch,
    })
    return { kind: 'conflict', conflict: { code: 'epoch', epoch, lastSeq } }
  }
  if (place.kind === 'conflict') {
    const { conflict } = place
    if (conflict.code === 'fork') await keepFork(tx, deps, { station, request, seq: conflict.seq })
    return place
  }
  const done = await takeIn(tx, parts, station, {
    ...way,
    fresh: place.fresh,
    told: request.told ?? [],
  })
  const lastSeq = place.fresh.at(-1)?.seq ?? station.lastSeq
  const answer = {
    epoch: station.epoch,
    ackedSeq: lastSeq,
    durableSeq: station.isDurable ? lastSeq : 0,
    head: done.head,
    serverTime: instantOf(deps.clock.now()),
    receipts: [...place.replayed, ...done.receipts],
  }
  return { kind: 'answer', answer, decided: done.decided }
}

type TakenIn = { head: number; receipts: Receipt[]; decided: Answered[] }

/** Everything about actions that the office sees for the first time; documents last (PULL-1). */
async function takeIn(
  tx: Tx,
  parts: PushParts,
  station: LockedStation,
  { fresh, told, ...way }: Way & { fresh: readonly LoggedAction[]; told: readonly Told[] },
): Promise<TakenIn> {
  const { store, deps, isByHand = false, requestId = null } = parts
  const { warehouse } = station
  const at = instantOf(deps.clock.now())
  if (fresh.length === 0) {
    if (!isByHand) await touchStation(tx, station, at)
    return { head: await headOf(tx, warehouse), receipts: [], decided: [] }
  }
  const entries = fresh.map((logged) => readUnlessPoisoned(logged, way.poisoned))
  const { copies, originals, clashes } = await splitCopies(tx, entries, way.checkIds)
  const actor = { warehouse, station, writtenBy: `station:${station.id}` }
  let recorded: StoredAction[] = []
  const arrivalOf = (rows: readonly StoredAction[]): Arrival & Brought => ({
    receivedMs: Date.parse(at),
    times: correctedTimes(rows, Date.parse(at), timeBefore(station)),
    isByHand,
    requestId,
  })
  const keeping = {
    record: async (answered: readonly Answered[]) => {
      const rows = [
        ...answered.map((answer) => storedAction(answer, clashes.has(answer.entry))),
        ...copies.map((answer) => storedAction(answer, true)),
      ]
      recorded = rows.toSorted((a, b) => a.seq - b.seq)
      await recordActions(tx, station, recorded, arrivalOf(recorded))
      await keepClosings(tx, { warehouse, at, answered })
    },
    amend: async (answered: readonly Answered[]) => {
      await amendActions(tx, station, answered)
      await amendFigures(tx, station, { before: recorded, answered, arrival: arrivalOf(recorded) })
    },
  }
  const process = { kind: store.kind, deps, keeping, nowMs: Date.parse(at) }
  const { answered, writes, read } = await processEntries(tx, process, actor, originals)
  await skipNumbersInUse(tx, station, { read, writes })
  const ranges = await rangeWrites(tx, deps, station, { read, writes })
  const changed = await changedClaims(tx, deps, station, { told, answered, read })
  const head = await writeDocuments(tx, warehouse, [...writes, ...ranges, ...changed])
  const receipts = [
    ...answered.map(receiptFor),
    ...copies.map((answer) => ({ ...receiptFor(answer), replayed: true })),
  ]
  return { head, receipts: receipts.toSorted((a, b) => a.seq - b.seq), decided: answered }
}

function readUnlessPoisoned(logged: LoggedAction, poisoned: Way['poisoned']): Entry {
  const entry = readEntry(logged)
  const why = poisoned.get(logged.id)
  return why === undefined ? entry : { ...entry, poison: why }
}

function storedAction({ entry, outcome, code, detail, exceptionId }: Answered, isCopy: boolean) {
  const { seq, id, type, body, hash, occurredAt, clock } = entry
  const given = { outcome, code, detail, exceptionId }
  return { seq, id, is_copy: isCopy, type, body, hash, ...given, occurredAt, clock }
}

type StoredAction = ReturnType<typeof storedAction>

/** The call that brought actions; null where nobody said so. */
type Brought = { requestId: string | null }

/** A push of what is known already is a contact too (LEASE-1). */
async function touchStation(tx: Tx, station: LockedStation, at: string): Promise<void> {
  await tx.updateTable('station').set({ last_seen_at: at }).where('id', '=', station.id).execute()
}

/** Keeps the bytes with their answers, and moves the station on to the last of them. */
async function recordActions(
  tx: Tx,
  station: LockedStation,
  rows: readonly StoredAction[],
  arrival: Arrival & Brought,
): Promise<void> {
  const last = rows.reduce((newest, row) => (row.seq > newest.seq ? row : newest))
  const { times } = arrival
  const at = instantOf(arrival.receivedMs)
  const seenAt = arrival.isByHand ? null : at
  await sql`
    WITH advanced AS (
      UPDATE station SET incarnation = ${station.incarnation}, last_seq = ${last.seq}::bigint,
        last_hash = ${last.hash}, last_seen_at = coalesce(${seenAt}::timestamptz, last_seen_at)
      WHERE id = ${station.id}
    ), counted AS (${addFigures(station, rows, arrival)})
    INSERT INTO station_action (station_id, incarnation, seq, id, is_copy, warehouse, type, body,
      hash, outcome, code, detail, exception_id, received_at, occurred_at, request_id)
    SELECT ${station.id}, ${station.incarnation}, a.seq::bigint, a.id, a.is_copy::boolean,
      ${station.warehouse}, a.type, a.body, a.hash, a.outcome, a.code, a.detail, a.exception_id,
      ${at}::timestamptz, a.occurred_at::timestamptz, ${arrival.requestId}
    FROM unnest(${textColumn(rows.map((row) => row.seq))}, ${textColumn(rows.map((row) => row.id))},
      ${textColumn(rows.map((row) => row.is_copy))}, ${textColumn(rows.map((row) => row.type))},
      ${textColumn(rows.map((row) => row.body))}, ${textColumn(rows.map((row) => row.hash))},
      ${textColumn(rows.map((row) => row.outcome))}, ${textColumn(rows.map((row) => row.code))},
      ${textColumn(rows.map((row) => row.detail))}, ${textColumn(rows.map((row) => row.exceptionId))},
      ${textColumn(rows.map((row) => times.get(row.seq) ?? null))})
      AS a (seq, id, is_copy, type, body, hash, outcome, code, detail, exception_id, occurred_at)`.execute(
    tx,
  )
}

/** When the last action before these was, and by which clocks: theirs go on from there (TIME-1). */
function timeBefore({ lastBody, lastAt }: LockedStation): TimeBefore | null {
  if (lastBody === null || lastAt === null) return null
  const { clock } = readEntry({ seq: 1, id: '', hash: '', body: lastBody })
  return clock === null ? null : { at: lastAt, clock }
}

/** Within the transaction that recorded them, so that nobody ever saw another answer (I4). */
async function amendActions(
  tx: Tx,
  station: LockedStation,
  answered: readonly Answered[],
): Promise<void> {
  const rows = answered.map((answer) => storedAction(answer, false))
  await sql`
    UPDATE station_action s SET outcome = a.outcome, code = a.code, detail = a.detail,
      exception_id = a."exceptionId"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS a (seq bigint, outcome text, code text,
      detail text, "exceptionId" text)
    WHERE s.station_id = ${station.id} AND s.incarnation = ${station.incarnation}
      AND s.seq = a.seq`.execute(tx)
}

/**
 * Class 22 is a value the database cannot hold, class 23 a constraint, class 54 more than it can do: the
 * same again fails again.
 */
function isUnstorable(error: unknown): boolean {
  const code = databaseErrorCode(error) ?? ''
  return ['22', '23', '54'].includes(code.slice(0, 2))
}
