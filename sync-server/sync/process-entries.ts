import type { Break } from '#contract/actions/decision.ts'
import { OFFICE_STATION_ID } from '#contract/actions/index.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { Receipt } from '#contract/sync/envelope.ts'
import { LEASE_MS } from '#contract/sync/limits.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { recordMoves } from '../epcis/record-moves.ts'
import { type NewException, raiseExceptions } from '../exceptions/exceptions.ts'
import { followPutBacks } from '../exceptions/put-backs.ts'
import { closeShortPicks } from '../exceptions/short-picks.ts'
import type { Store, Tx } from '../store/index.ts'
import { applyToCounters, applyToOrders } from './apply-effects.ts'
import { decideBatch, type DecidedBatch, type EffectOfAction, type Ruling } from './decide-batch.ts'
import { DecisionCrash } from './decision-crash.ts'
import { departedEvents } from './departed-events.ts'
import type { DocumentWrite } from './documents.ts'
import type { Entry } from './entry.ts'
import { exceptionsOf, type Opening, putBacksOf, shortPicksOf } from './exceptions-of.ts'
import { renewForeignLeases } from './leases.ts'
import { loadDocuments, type Acting } from './load-documents.ts'
import { type Loaded, trackingReader, writesOf } from './overlay.ts'

export type Actor = {
  warehouse: string
  /** Null when the office itself acts. */
  station: { id: string; name: string } | null
  /** Who history and ledger say wrote it. */
  writtenBy: string
}

/** A ruling with everything that is stored of it. */
export type Answered = Ruling & { detail: string | null; exceptionId: string | null }

/** Where answers are kept: in a station's log, or nowhere when the office itself acts. */
export type Keeping = {
  record(answered: readonly Answered[]): Promise<void>
  /** Some of what was recorded turned out otherwise, once counters were moved. */
  amend(answered: readonly Answered[]): Promise<void>
}

type Parts = {
  kind: Store['kind']
  deps: OfficeDeps
  keeping?: Keeping
  /** The instant at which everything is written; now when absent. */
  nowMs?: number
  /** True when the transaction holds documents already, so that more of them are not waited for. */
  isHolding?: boolean
}

/** `read` is what stood before anything was decided. */
export type Processed = {
  answered: Answered[]
  effects: readonly EffectOfAction[]
  writes: DocumentWrite[]
  read: DocumentReader
}

/**
 * Looks for documents that a decision asks for beyond those its action named, each a level of nesting
 * deeper. No pallet is nested this deep; an action that asks on is poison, or it would hold up its log.
 */
const MISS_ROUNDS_MAX = 20

/**
 * Steps 2 to 4 of the server's transaction: reads and locks, decides in memory, and writes in bulk all
 * but the documents, which the caller writes last. Rows that all stations share, slots and stock,
 * are taken after everything that needs only this batch's own, as they are held to the commit.
 */
export async function processEntries(
  tx: Tx,
  parts: Parts,
  actor: Actor,
  entries: readonly Entry[],
): Promise<Processed> {
  const { deps, keeping } = parts
  const { nowMs = deps.clock.now() } = parts
  const at = instantOf(nowMs)
  const { decided, writes, stationNames, read } = await decideWithDocuments(tx, parts, actor, {
    entries,
    now: at,
    leaseUntil: instantOf(nowMs + LEASE_MS),
  })
  const { warehouse, station, writtenBy: resolvedBy } = actor
  const opening = { station, at, deps, stationNames, read: decided.overlay }
  const raise = (exceptions: readonly NewException[]) =>
    raiseExceptions(tx, { warehouse, at, deps, exceptions })
  const events = departedEvents(decided, read)
  const applying = { ...actor, at, deps, effects: decided.effects, events }
  const recorded = await applyToOrders(tx, applying)
  await recordMoves(tx, { warehouse, at, deps, isOffice: station === null, moves: decided.moves })
  const early = await answerBreaks(decided, opening, raise)
  await keeping?.record(early.answered)
  const late = await applyToCounters(tx, applying, recorded)
  const amended = await amendBreaks(early.answered, late, opening, raise)
  if (amended.answered.size > 0) await keeping?.amend([...amended.answered.values()])
  const holds = holdsOf(decided)
  const held = await raise(shortPicksOf(decided, holds.begun, opening))
  const closing = { warehouse, at, resolvedBy, deps }
  const closed = [
    ...(await closeShortPicks(tx, { ...closing, orderNumbers: holds.ended })),
    ...(await followPutBacks(tx, closing, putBacksOf(decided))),
  ]
  const opened = [...early.writes, ...amended.writes, ...held.writes]
  return {
    read,
    effects: decided.effects,
    answered: early.answered.map((answer) => amended.answered.get(answer.entry.id) ?? answer),
    // One that is opened and closed by the same batch is written as closed.
    writes: [...writes, ...opened, ...closed],
  }
}

type Raise = (exceptions: readonly NewException[]) => ReturnType<typeof raiseExceptions>

/** Rulings with the exceptions that stand for them; of several broken rules the first is answered with. */
async function answerBreaks(
  { rulings }: DecidedBatch,
  opening: Opening,
  raise: Raise,
): Promise<{ answered: Answered[]; writes: DocumentWrite[] }> {
  const told = rulings.map((ruling) => exceptionsOf(ruling, ruling.breaks, opening))
  const { ids, writes } = await raise(told.flat())
  let next = 0
  const answered = rulings.map((ruling, index): Answered => {
    const own = told[index] ?? []
    const exceptionId = own.length === 0 ? null : (ids[next] ?? null)
    next += own.length
    return { ...ruling, detail: own[0]?.sentence ?? null, exceptionId }
  })
  return { answered, writes }
}

/** Answers that change because a counter went where it must not; an exception known before stays first. */
async function amendBreaks(
  answered: readonly Answered[],
  late: ReadonlyMap<string, Break[]>,
  opening: Opening,
  raise: Raise,
): Promise<{ answered: Map<string, Answered>; writes: DocumentWrite[] }> {
  const guilty = late.size === 0 ? [] : answered.filter(({ entry }) => late.has(entry.id))
  const told = guilty.map((answer) => {
    const { entry } = answer
    const breaks = late.get(entry.id) ?? []
    // A poison was told of before.
    return exceptionsOf({ ...answer, entry: { ...entry, poison: null } }, breaks, opening)
  })
  const { ids, writes } = await raise(told.flat())
  const amended = new Map<string, Answered>()
  let next = 0
  for (const [index, answer] of guilty.entries()) {
    const own = told[index] ?? []
    amended.set(answer.entry.id, {
      ...answer,
      outcome: 'excepted',
      code: answer.code ?? late.get(answer.entry.id)?.[0]?.code ?? null,
      detail: answer.detail ?? own[0]?.sentence ?? null,
      exceptionId: answer.exceptionId ?? ids[next] ?? null,
    })
    next += own.length
  }
  return { answered: amended, writes }
}

/** The station's answer to one action. */
export function receiptFor({ entry, outcome, code, detail, exceptionId }: Answered): Receipt {
  return {
    seq: entry.seq,
    id: entry.id,
    outcome,
    ...(code === null ? {} : { code }),
    ...(detail === null ? {} : { detail }),
    ...(exceptionId === null ? {} : { exceptionId }),
  }
}

type DecidedWithDocuments = {
  decided: DecidedBatch
  writes: DocumentWrite[]
  stationNames: Map<string, string>
  read: DocumentReader
}

type Deciding = { entries: readonly Entry[]; now: string; leaseUntil: string }

/**
 * Decides until no decision asked for a document that had not been read, and then locks what it leans on.
 * What was decided holds unless some of it changed before it was locked.
 */
async function decideWithDocuments(
  tx: Tx,
  parts: Pick<Parts, 'kind' | 'isHolding'>,
  actor: Actor,
  { entries, now, leaseUntil }: Deciding,
): Promise<DecidedWithDocuments> {
  const { warehouse } = actor
  const stationId = actor.station?.id ?? OFFICE_STATION_ID
  const context = { stationId, now, leaseUntil }
  const actions = entries.flatMap(({ id: actionId, action, operatorId, poison }): Acting[] =>
    action === null || poison !== null ? [] : [{ actionId, action, operatorId, stationId }],
  )
  const { kind, isHolding = false } = parts
  const loading = { warehouse, actions, isLocking: kind === 'postgres', isHolding }
  const documents = await loadDocuments(tx, loading)
  const { loaded } = documents
  let isLocked = false
  for (let round = 1; ; round += 1) {
    const stationNames = await renewForeignLeases(tx, loaded, { warehouse, stationId })
    const reader = trackingReader(loaded)
    const decided = tryDecide(entries, reader, { ...context, isLocked })
    if (reader.misses.size > 0) {
      if (round >= MISS_ROUNDS_MAX) {
        const why = new Error('it keeps asking for more documents')
        throw new DecisionCrash(whoKeepsAsking(entries, loaded, context), why)
      }
      await documents.add([...reader.misses.values()])
      continue
    }
    const isChanged = await documents.lock()
    isLocked = true
    if (decided === null || isChanged) continue
    return { decided, writes: writesOf(decided.overlay, loaded), stationNames, read: reader }
  }
}

/**
 * Null when the decisions are worth nothing yet: something they asked for has not been read, or a rule
 * crashed on documents that were read one after the other while others changed them.
 */
function tryDecide(
  entries: readonly Entry[],
  reader: ReturnType<typeof trackingReader>,
  { isLocked, ...context }: Omit<Deciding, 'entries'> & { stationId: string; isLocked: boolean },
): DecidedBatch | null {
  try {
    const decided = decideBatch(entries, reader, context)
    return reader.misses.size === 0 ? decided : null
  } catch (error) {
    if (error instanceof DecisionCrash && (reader.misses.size > 0 || !isLocked)) return null
    throw error
  }
}

/** The first action that what was loaded is not enough for. */
function whoKeepsAsking(
  entries: readonly Entry[],
  loaded: Loaded,
  context: { stationId: string; now: string; leaseUntil: string },
): string {
  const culprit = entries.find((_, index) => {
    const reader = trackingReader(loaded)
    tryDecide(entries.slice(0, index + 1), reader, { ...context, isLocked: true })
    return reader.misses.size > 0
  })
  if (culprit === undefined) throw new Error('no action asks for more documents')
  return culprit.id
}

/** Orders that a batch left on hold, with the action that did it, and orders it took off hold. */
function holdsOf({ effects }: DecidedBatch): { begun: Map<string, Entry>; ended: string[] } {
  const begun = new Map<string, Entry>()
  const ended = new Set<string>()
  for (const { entry, effect } of effects) {
    if (effect.kind !== 'order-status') continue
    const { orderNumber, from, to } = effect
    if (to === 'ON_HOLD') begun.set(orderNumber, entry)
    // One that begins and ends within the batch never had an exception; closing finds none.
    else if (from === 'ON_HOLD' && !begun.delete(orderNumber)) ended.add(orderNumber)
  }
  return { begun, ended: [...ended] }
}
