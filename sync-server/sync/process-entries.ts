import type { Break } from '#contract/actions/decision.ts'
import { OFFICE_STATION_ID } from '#contract/actions/index.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { Receipt } from '#contract/sync/envelope.ts'
import { LEASE_MS } from '#contract/sync/limits.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import {
  exceptionDocument,
  type NewException,
  openExceptions,
  referenceOf,
} from '../exceptions/exceptions.ts'
import { sentenceFor } from '../exceptions/sentences.ts'
import { closeShortPicks, SHORT_PICK, shortPickDetail } from '../exceptions/short-picks.ts'
import type { Store, Tx } from '../store/index.ts'
import { applyToCounters, applyToOrders } from './apply-effects.ts'
import { decideBatch, type DecidedBatch, type Ruling } from './decide-batch.ts'
import { DecisionCrash } from './decision-crash.ts'
import { departedEvents } from './departed-events.ts'
import type { DocumentWrite } from './documents.ts'
import type { Entry } from './entry.ts'
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

/** `read` is what stood before anything was decided. */
export type Processed = { answered: Answered[]; writes: DocumentWrite[]; read: DocumentReader }

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
  parts: { kind: Store['kind']; deps: OfficeDeps; keeping?: Keeping },
  actor: Actor,
  entries: readonly Entry[],
): Promise<Processed> {
  const { deps, keeping } = parts
  const nowMs = deps.clock.now()
  const at = instantOf(nowMs)
  const { decided, writes, stationNames, read } = await decideWithDocuments(tx, parts.kind, actor, {
    entries,
    now: at,
    leaseUntil: instantOf(nowMs + LEASE_MS),
  })
  const opening = { actor, at, deps, stationNames }
  const exceptions: NewException[] = []
  const answered = decided.rulings.map((ruling): Answered => {
    const opened = exceptionsOf(ruling, ruling.breaks, opening)
    exceptions.push(...opened)
    return { ...ruling, detail: opened[0]?.sentence ?? null, exceptionId: opened[0]?.id ?? null }
  })
  const events = departedEvents(decided, read)
  const applying = { ...actor, at, deps, effects: decided.effects, events }
  const recorded = await applyToOrders(tx, applying)
  await keeping?.record(answered)
  const late = await applyToCounters(tx, applying, recorded)
  const amended = amend(answered, late, (ruling, breaks) => {
    const opened = exceptionsOf(
      { ...ruling, entry: { ...ruling.entry, poison: null } },
      breaks,
      opening,
    )
    exceptions.push(...opened)
    return opened[0]
  })
  if (amended.size > 0) await keeping?.amend([...amended.values()])
  const holds = holdsOf(decided)
  exceptions.push(...shortPicks(decided, holds.begun, opening))
  await openExceptions(tx, actor.warehouse, exceptions, deps)
  const { warehouse, writtenBy: resolvedBy } = actor
  const orderNumbers = holds.ended
  const closed = await closeShortPicks(tx, { warehouse, at, resolvedBy, orderNumbers, deps })
  return {
    read,
    answered: answered.map((answer) => amended.get(answer.entry.id) ?? answer),
    writes: [...writes, ...exceptions.map((e) => exceptionDocument(e)), ...closed],
  }
}

/** Answers that change because a counter went where it must not; an exception known before stays first. */
function amend(
  answered: readonly Answered[],
  late: ReadonlyMap<string, Break[]>,
  open: (ruling: Ruling, breaks: readonly Break[]) => NewException | undefined,
): Map<string, Answered> {
  const amended = new Map<string, Answered>()
  for (const answer of late.size === 0 ? [] : answered) {
    const breaks = late.get(answer.entry.id) ?? []
    if (breaks.length === 0) continue
    const first = open(answer, breaks)
    amended.set(answer.entry.id, {
      ...answer,
      outcome: 'excepted',
      code: answer.code ?? breaks[0]?.code ?? null,
      detail: answer.detail ?? first?.sentence ?? null,
      exceptionId: answer.exceptionId ?? first?.id ?? null,
    })
  }
  return amended
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

/** Decides until no decision asked for a document that had not been read. */
async function decideWithDocuments(
  tx: Tx,
  kind: Store['kind'],
  actor: Actor,
  { entries, now, leaseUntil }: Deciding,
): Promise<DecidedWithDocuments> {
  const { warehouse } = actor
  const stationId = actor.station?.id ?? OFFICE_STATION_ID
  const actions = entries.flatMap(({ id: actionId, action, operatorId, poison }): Acting[] =>
    action === null || poison !== null ? [] : [{ actionId, action, operatorId, stationId }],
  )
  const isLocking = kind === 'postgres'
  const documents = await loadDocuments(tx, { warehouse, actions, isLocking })
  for (let round = 1; ; round += 1) {
    const { loaded } = documents
    const stationNames = await renewForeignLeases(tx, loaded, { warehouse, stationId })
    const reader = trackingReader(loaded)
    const decided = tryDecide(entries, reader, { stationId, now, leaseUntil })
    if (decided !== null) {
      return { decided, writes: writesOf(decided.overlay, loaded), stationNames, read: reader }
    }
    if (round === MISS_ROUNDS_MAX) {
      const context = { stationId, now, leaseUntil }
      throw new DecisionCrash(
        whoKeepsAsking(entries, loaded, context),
        new Error('it keeps asking for more documents'),
      )
    }
    await documents.add([...reader.misses.values()])
  }
}

/** Null when the decisions are worth nothing yet, as something they asked for has not been read. */
function tryDecide(
  entries: readonly Entry[],
  reader: ReturnType<typeof trackingReader>,
  context: { stationId: string; now: string; leaseUntil: string },
): DecidedBatch | null {
  try {
    const decided = decideBatch(entries, reader, context)
    return reader.misses.size === 0 ? decided : null
  } catch (error) {
    if (error instanceof DecisionCrash && reader.misses.size > 0) return null
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
    tryDecide(entries.slice(0, index + 1), reader, context)
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

function shortPicks(
  { overlay }: DecidedBatch,
  holds: ReadonlyMap<string, Entry>,
  { actor, at, deps, stationNames }: Opening,
): NewException[] {
  if (holds.size === 0) return []
  const lists = overlay.changedOf('pick-list').map((change) => change.doc)
  return [...holds].flatMap(([orderNumber, { id: actionId, operatorId }]): NewException[] => {
    const list = lists.find((one) => one.orders.some((order) => order.orderNumber === orderNumber))
    if (list === undefined) return []
    const code = SHORT_PICK
    const detail = shortPickDetail(list, orderNumber)
    const stationName = actor.station?.name ?? null
    const sentence = sentenceFor({ code, detail, stationName, operatorId, stationNames })
    const stationId = actor.station?.id ?? null
    const reference = orderNumber
    const [id, openedAt] = [deps.newId(), at]
    return [{ id, code, stationId, operatorId, actionId, reference, detail, sentence, openedAt }]
  })
}

type Opening = {
  actor: Actor
  at: string
  deps: OfficeDeps
  stationNames: ReadonlyMap<string, string>
}

/** One exception per broken rule, and one for an action that could not be read (PUSH-6). */
function exceptionsOf(
  { entry }: Ruling,
  breaks: readonly Break[],
  { actor, at, deps, stationNames }: Opening,
): NewException[] {
  const poison =
    entry.poison === null ? [] : [{ code: 'poison', detail: { problem: entry.poison } }]
  return [...breaks, ...poison].map(({ code, detail }) => {
    const { operatorId } = entry
    const stationName = actor.station?.name ?? null
    return {
      id: deps.newId(),
      code,
      stationId: actor.station?.id ?? null,
      operatorId,
      actionId: entry.id,
      reference: referenceOf(detail),
      detail,
      sentence: sentenceFor({ code, detail, stationName, operatorId, stationNames }),
      openedAt: at,
    }
  })
}
