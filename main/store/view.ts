import { hash } from 'node:crypto'
import { decide, parseAction, type Action } from '#contract/actions/index.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import {
  WORKING_KINDS,
  type DocumentChange,
  type DocumentKind,
  type DocumentOf,
  type DocumentReader,
} from '#contract/documents/document.ts'
import type { Load } from '#contract/documents/load.ts'
import type { Operator, Packaging, Product } from '#contract/documents/master-data.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import { ActionBody, type LoggedAction } from '#contract/sync/envelope.ts'
import { LEASE_MS } from '#contract/sync/limits.ts'
import { readSyncState } from '../sync/sync-state.ts'
import type { StationLookup } from '../workflow/workflow-types.ts'
import type { CacheStore } from './cache-store.ts'
import type { LogStore } from './log-store.ts'

/** Actions read from the log at a time while pending ones are replayed. */
const REPLAY_PAGE = 1_000

type Pending = {
  seq: number
  action: Action | null
  operatorId: string | null
  /** When it happened by the office's clock, as far as the bench knew it then (TIME-1). */
  now: string
}

/**
 * What the bench believes: the office's documents with this station's own unprocessed actions
 * replayed over them by the same decide functions. Never stored, so it can't drift from its two
 * sources; master data is read from disk, documents that actions change are held in memory.
 */
export class StationView implements StationLookup {
  readonly #cache: CacheStore
  readonly #log: LogStore
  readonly #stationId: string
  readonly #onTrouble: (text: string) => void
  readonly #base = new Map<string, unknown>()
  readonly #baseReader: DocumentReader
  readonly #view: Overlay
  #pending: Pending[] = []
  /** What no longer fits, with the code of the rule; found anew by every replay (PULL-3). */
  readonly #atRisk = new Map<number, string>()
  /** Rules that failed are said once per action, not at every pull. */
  readonly #saidToFail = new Set<number>()
  /** Every action asks for its operator's roles, so they are not read from disk each time. */
  #operators = new Map<string, Operator>()
  #operatorsByBadge = new Map<string, Operator>()

  constructor(
    cache: CacheStore,
    log: LogStore,
    stationId: string,
    onTrouble: (text: string) => void = () => undefined,
  ) {
    this.#onTrouble = onTrouble
    this.#cache = cache
    this.#log = log
    this.#stationId = stationId
    this.#baseReader = { get: (kind, id) => this.#readBase(kind, id) }
    this.#view = new Overlay(this.#baseReader)
    this.reload()
  }

  /** Reads both sources again from the start. */
  reload(): void {
    this.#base.clear()
    for (const kind of WORKING_KINDS) {
      for (const { id, doc } of this.#cache.all(kind)) this.#base.set(keyOf(kind, id), doc)
    }
    this.#readOperators()
    this.#pending = []
    let from = this.#unprocessedFrom()
    for (;;) {
      const page = this.#log.actionsFrom(from, REPLAY_PAGE)
      for (const entry of page) this.#pending.push(pendingOf(entry))
      if (page.length < REPLAY_PAGE) break
      from += page.length
    }
    this.replay()
  }

  /** Takes in what a finished pull brought: base moves, what it holds of ours is forgotten. */
  rebase(changes: readonly { kind: string; id: string; doc: unknown }[], processedSeq: number) {
    if (changes.some(({ kind }) => kind === 'operator')) this.#readOperators()
    for (const { kind, id, doc } of changes) {
      if (!isWorking(kind)) continue
      if (doc === null) this.#base.delete(keyOf(kind, id))
      else this.#base.set(keyOf(kind, id), doc)
    }
    this.#pending = this.#pending.filter((pending) => pending.seq > processedSeq)
    for (const seq of this.#saidToFail) if (seq <= processedSeq) this.#saidToFail.delete(seq)
    this.replay()
  }

  /** View := base + pending. Claims the office refused are left out; facts always count. */
  replay(): void {
    this.#view.clear()
    this.#atRisk.clear()
    const [first] = this.#pending
    if (first === undefined) return
    const refused = this.#log.refusedFrom(first.seq)
    for (const pending of this.#pending) {
      if (pending.action === null || refused.has(pending.seq)) continue
      this.#replayOne(pending, pending.action)
    }
  }

  /**
   * An action that breaks a rule upon documents it was not made for, or whose rule fails there, is at
   * risk. It is sent all the same: only the office decides (PULL-3).
   */
  #replayOne({ seq, operatorId, now }: Pending, action: Action): void {
    const leaseUntil = new Date(Date.parse(now) + LEASE_MS).toISOString()
    const context = { read: this.#view, stationId: this.#stationId, operatorId, now, leaseUntil }
    try {
      const { changes, breaks, refusal } = decide(action, context)
      this.#view.apply(changes)
      const code = refusal ?? breaks[0]?.code
      if (code !== undefined) this.#atRisk.set(seq, code)
    } catch (error) {
      this.#atRisk.set(seq, 'poison')
      if (this.#saidToFail.has(seq)) return
      this.#saidToFail.add(seq)
      this.#onTrouble(`action ${seq} could not be replayed: ${String(error)}`)
    }
  }

  /** Lays freshly committed actions and what they changed over the view. */
  applyCommitted(entries: readonly LoggedAction[], changes: readonly DocumentChange[]): void {
    for (const entry of entries) this.#pending.push(pendingOf(entry))
    this.#view.apply(changes)
  }

  /** Pending actions that no longer fit what the office has sent, by seq, with the rule's code (PULL-3). */
  get atRisk(): ReadonlyMap<number, string> {
    return this.#atRisk
  }

  /** How many actions are laid over what the office sent. */
  get replayedCount(): number {
    return this.#pending.length
  }

  get<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> | undefined {
    return this.#view.get(kind, id)
  }

  productByGtin(gtin: string): { product: Product; quantity: number } | null {
    return this.#productOf(gtin)
  }

  productByText(text: string): { product: Product; quantity: number } | null {
    return this.#productOf(normalizeGtin(text) ?? text)
  }

  operatorByBadge(payload: string): Operator | null {
    const code = encodeLoadlineCode('badge', payload)
    return this.#operatorsByBadge.get(hash('sha256', code, 'hex')) ?? null
  }

  pickListByCode(code: string): PickList | null {
    return this.pickLists().find((list) => list.code === code) ?? null
  }

  loadByCode(code: string): Load | null {
    return this.loads().find((load) => load.code === code) ?? null
  }

  packagings(): readonly Packaging[] {
    return this.#cache.all('packaging').map(({ doc }) => doc)
  }

  pickLists(): readonly PickList[] {
    return this.#all('pick-list')
  }

  loads(): readonly Load[] {
    return this.#all('load')
  }

  unitsOf({
    region,
    deliveryDate,
  }: {
    region: string | null
    deliveryDate: string
  }): readonly Unit[] {
    return this.#all('unit').filter(
      (unit) => unit.region === region && unit.deliveryDate === deliveryDate,
    )
  }

  openUnits(): readonly Unit[] {
    return this.#all('unit').filter(({ status }) => status === 'open')
  }

  closedUnits(): readonly Unit[] {
    return this.#all('unit').filter(({ status }) => status === 'closed')
  }

  /**
   * Without documents there is nothing to lay the past over: only what the office has yet to answer is
   * replayed, until its documents are here and say what they hold.
   */
  #unprocessedFrom(): number {
    const { processedSeq } = this.#cache.position()
    if (!this.#cache.isEmpty) return processedSeq + 1
    return readSyncState(this.#log, '').ackedSeq + 1
  }

  #all<K extends (typeof WORKING_KINDS)[number]>(kind: K): DocumentOf<K>[] {
    const prefix = `${kind}\n`
    const found = new Map<string, DocumentOf<K>>()
    for (const [key, doc] of this.#base) {
      // The key names the kind, so the body is of that kind.
      if (key.startsWith(prefix)) found.set(key, doc as DocumentOf<K>)
    }
    for (const change of this.#view.changedOf(kind)) {
      found.set(keyOf(kind, change.id), change.doc as DocumentOf<K>)
    }
    return [...found.values()]
  }

  #productOf(code: string): { product: Product; quantity: number } | null {
    const hit = this.#cache.findBarcode(code)
    if (hit === undefined) return null
    const product = this.#cache.get('product', hit.sku)
    return product === undefined ? null : { product, quantity: hit.quantity }
  }

  #readBase<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> | undefined {
    // The kind says what the body is.
    if (kind === 'operator') return this.#operators.get(id) as DocumentOf<K> | undefined
    if (!isWorking(kind)) return this.#cache.get(kind, id)
    return this.#base.get(keyOf(kind, id)) as DocumentOf<K> | undefined
  }

  #readOperators(): void {
    const operators = this.#cache.all('operator')
    this.#operators = new Map(operators.map(({ id, doc }) => [id, doc]))
    this.#operatorsByBadge = new Map(operators.map(({ doc }) => [doc.badgeHash, doc]))
  }
}

function keyOf(kind: string, id: string): string {
  return `${kind}\n${id}`
}

function isWorking(kind: string): boolean {
  return (WORKING_KINDS as readonly string[]).includes(kind)
}

/** An action this version can't read any more stays in the log and is sent; it just isn't replayed. */
function pendingOf(entry: LoggedAction): Pending {
  const body = ActionBody.parse(JSON.parse(entry.body))
  const parsed = parseAction(body)
  const action = parsed.ok ? parsed.action : null
  const { operatorId, occurredAt, clock } = body
  return { seq: entry.seq, action, operatorId, now: correctedInstant(occurredAt, clock?.offsetMs) }
}

/** The bench's raw time, put right by what it took the office's clock to be ahead by (TIME-1). */
function correctedInstant(occurredAt: string, offsetMs = 0): string {
  return new Date(Date.parse(occurredAt) + offsetMs).toISOString()
}
