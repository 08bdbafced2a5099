import {
  DOCUMENT_KINDS,
  documentSchemas,
  type DocumentKind,
  WORKING_KINDS,
} from '#contract/documents/document.ts'
import type { FeedChange, PullAnswer } from '#contract/sync/envelope.ts'
import {
  type BaseChange,
  type CacheStore,
  documentKey,
  type FeedPosition,
} from '../store/cache-store.ts'
import type { StationView } from '../store/view.ts'

type Change = { kind: string; id: string; seq: number; doc: unknown }
type Told = { epoch: string; ackedSeq: number }
type Readable = Change & { kind: DocumentKind }

export type PullProgress = {
  isDone: boolean
  /** The office began its story anew, and this feed with it. */
  hasStartedOver: boolean
  changed: number
  /** What this version can't read and has not reported before. */
  unreadable: string[]
}

/** Unreadable documents whose report is remembered; more of them are reported again, not forgotten. */
const REPORTED_MAX = 1_000

/**
 * Takes feed pages in. Master data goes to the cache at once. Documents that actions change wait
 * until the last page: only then do they all hold the same set of our own actions (`processed`), and
 * base, view and cursor move together (PULL-1). What waits is bounded by what a floor has underway.
 */
export class FeedReader {
  readonly #cache: CacheStore
  readonly #view: StationView
  readonly #incarnation: string
  readonly #reported = new Set<string>()
  /** Documents that actions change, and operators, whom the view holds in memory. */
  #staged = new Map<string, Change>()
  #stagedRaw = new Map<string, BaseChange>()
  #isChanged = false
  #position: FeedPosition
  #cursor: number
  /** Rebuilds of the cache that are known of: one more, and what was read so far is gone. */
  #cacheRebuilds: number
  /** What a snapshot has named so far; null while changes are read. */
  #named: Set<string> | null = null
  #head = 0

  /** How far this log is held by an office that has so much of the log it was made from. */
  readonly #carriedThrough: (processed: PullAnswer['processed']) => number

  constructor(parts: {
    cache: CacheStore
    view: StationView
    incarnation: string
    carriedThrough?: (processed: PullAnswer['processed']) => number
  }) {
    this.#carriedThrough = parts.carriedThrough ?? (() => 0)
    this.#cache = parts.cache
    this.#view = parts.view
    this.#incarnation = parts.incarnation
    this.#position = parts.cache.position()
    this.#cursor = this.#position.cursor
    this.#cacheRebuilds = parts.cache.rebuilds
  }

  /** Where the next page starts, and the epoch it must be of. */
  get next(): { cursor: number; epoch: string } {
    return { cursor: this.#cursor, epoch: this.#position.epoch }
  }

  /** How far a snapshot has come; null while changes are read. Its share is that of the feed's length. */
  get loading(): { documents: number; share: number } | null {
    if (this.#named === null) return null
    const share = this.#head === 0 ? 0 : Math.min(1, this.#cursor / this.#head)
    return { documents: this.#named.size, share }
  }

  /** Where the cache stands, or null while pages are still to come. */
  get settled(): FeedPosition | null {
    const isSettled = this.#named === null && this.#cursor === this.#position.cursor
    return isSettled && this.#position.epoch !== '' ? this.#position : null
  }

  /** The cache was found at open to lack some of what it should hold. */
  get wasDamagedAtOpen(): boolean {
    return this.#cache.wasDamagedAtOpen
  }

  /**
   * Starts over: another epoch, a reset, or a cache that differs (PULL-4). The bench goes on with what
   * it has until the snapshot is whole, even through a restart: the network may be cut on the way.
   */
  reset(epoch: string): void {
    this.#named = new Set()
    this.#staged.clear()
    this.#stagedRaw.clear()
    this.#cursor = 0
    this.#cacheRebuilds = this.#cache.rebuilds
    this.#position = { epoch, cursor: 0, processedSeq: 0 }
  }

  /**
   * Throws when a page could not be written; what was read since the last commit is asked for again.
   *
   * @param told - what the office had acknowledged of this log when the page was asked for. It holds that
   *   also where the page speaks of another log of this station, which may be a copied disk's.
   */
  take(page: PullAnswer, told: Told = { epoch: '', ackedSeq: 0 }): PullProgress {
    try {
      return this.#takePage(page, told)
    } catch (error) {
      this.#staged.clear()
      this.#stagedRaw.clear()
      this.#named = null
      this.#position = this.#cache.position()
      this.#cursor = this.#position.cursor
      this.#cacheRebuilds = this.#cache.rebuilds
      throw error
    }
  }

  #takePage(page: PullAnswer, told: Told): PullProgress {
    if (this.#isCacheLost) {
      this.reset(this.#position.epoch)
      return { isDone: false, hasStartedOver: true, changed: 0, unreadable: [] }
    }
    const hasStartedOver = page.epoch !== this.#position.epoch || page.reset === true
    if (hasStartedOver) {
      // A page asked for from 0 is the first of a snapshot, of whichever history.
      const isOfNewStory = page.reset === true || this.#cursor === 0
      this.reset(page.epoch)
      if (!isOfNewStory) return { isDone: false, hasStartedOver, changed: 0, unreadable: [] }
    }
    const unreadable: string[] = []
    const now: BaseChange[] = []
    for (const change of page.changes) {
      if (!this.#takeChange(change, now)) unreadable.push(`${change.kind}/${change.id}`)
    }
    this.#cursor = page.cursor
    this.#head = page.head
    if (page.more) this.#cache.apply(now, null)
    else this.#finish(page, now, told)
    const changed = page.changes.length
    return { isDone: !page.more, hasStartedOver, changed, unreadable: this.#toReport(unreadable) }
  }

  /** It was found damaged and thrown away since: what is still to come would never fill it again. */
  get #isCacheLost(): boolean {
    if (this.#cache.rebuilds !== this.#cacheRebuilds) return true
    return this.#named === null && this.#position.cursor > 0 && this.#cache.isEmpty
  }

  /** False for what this version can't read; it is kept as it came, for a version that can (PULL-5). */
  #takeChange(change: FeedChange, now: BaseChange[]): boolean {
    const key = documentKey(change.kind, change.id)
    this.#named?.add(key)
    const readable = readChange(change)
    const base = readable === null ? toRaw(change) : toBase(readable)
    if (isWorking(change.kind)) this.#stagedRaw.set(key, base)
    else now.push(base)
    const isHeldByView = isWorking(change.kind) || change.kind === 'operator'
    this.#isChanged = true
    if (isHeldByView) this.#staged.set(key, readable ?? goneFromView(change))
    return readable !== null || change.doc === null
  }

  #finish(page: PullAnswer, now: readonly BaseChange[], told: Told): void {
    const staged = [...this.#staged.values()]
    const changes = [...now, ...this.#stagedRaw.values()]
    this.#staged.clear()
    this.#stagedRaw.clear()
    const isOurs = page.processed.incarnation === this.#incarnation
    const acked = told.epoch === page.epoch ? told.ackedSeq : 0
    const processedSeq = isOurs
      ? page.processed.seq
      : Math.max(this.#carriedThrough(page.processed), acked)
    const isUnchanged = !this.#isChanged && processedSeq === this.#position.processedSeq
    this.#isChanged = false
    this.#position = { epoch: page.epoch, cursor: page.cursor, processedSeq }
    if (this.#named !== null) {
      this.#cache.applySnapshot(changes, this.#named, this.#position)
      this.#named = null
      this.#view.reload()
      return
    }
    this.#cache.apply(changes, this.#position)
    if (!isUnchanged) this.#view.rebase(staged, processedSeq)
  }

  #toReport(unreadable: readonly string[]): string[] {
    const fresh = unreadable.filter((what) => !this.#reported.has(what))
    if (this.#reported.size + fresh.length > REPORTED_MAX) this.#reported.clear()
    for (const what of fresh) this.#reported.add(what)
    return fresh
  }
}

/** Looks again at what an earlier version kept raw; to be called before anything reads the cache. */
export function readKeptRaw(cache: CacheStore): void {
  const readable = cache.keptRaw().flatMap(({ kind, id, seq, body }) => {
    const doc: unknown = JSON.parse(body)
    const read = readChange({ kind, id, seq, doc })
    return read === null ? [] : [toBase(read)]
  })
  if (readable.length === 0) return
  const { rebuilds } = cache
  try {
    cache.apply(readable, null)
  } catch (error) {
    // A cache that was thrown away for it holds nothing raw any more, and is filled by a snapshot.
    if (cache.rebuilds === rebuilds) throw error
  }
}

function toBase({ kind, id, seq, doc }: Readable): BaseChange {
  return { kind, id, seq, body: doc === null ? null : JSON.stringify(doc) }
}

/** Its newest version can't be read, and an older one is no longer true. */
function goneFromView({ kind, id, seq }: FeedChange): Change {
  return { kind, id, seq, doc: null }
}

function toRaw({ kind, id, seq, doc }: FeedChange): BaseChange {
  return { kind, id, seq, body: doc === null ? null : JSON.stringify(doc), isReadable: false }
}

function readChange(change: FeedChange): Readable | null {
  const kind = DOCUMENT_KINDS.find((known) => known === change.kind)
  if (kind === undefined) return null
  if (change.doc === null) return { kind, id: change.id, seq: change.seq, doc: null }
  // Kept as it came: parsing drops what only a newer version knows, which would then never hear of it.
  const isReadable = documentSchemas[kind].safeParse(change.doc).success
  return isReadable ? { kind, id: change.id, seq: change.seq, doc: change.doc } : null
}

function isWorking(kind: string): boolean {
  return (WORKING_KINDS as readonly string[]).includes(kind)
}
