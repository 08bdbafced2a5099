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

type Staged = { kind: DocumentKind; id: string; seq: number; doc: unknown }

export type PullProgress = { isDone: boolean; changed: number; unreadable: string[] }

/**
 * Takes feed pages in. Master data goes to the cache at once. Documents that actions change wait
 * until the last page: only then do they all hold the same set of our own actions (`processed`), and
 * base, view and cursor move together (PULL-1).
 */
export class FeedReader {
  readonly #cache: CacheStore
  readonly #view: StationView
  readonly #incarnation: string
  #staged = new Map<string, Staged>()
  #position: FeedPosition
  #cursor: number
  /** What a snapshot has named so far; null while changes are read. */
  #named: Set<string> | null = null

  constructor(parts: { cache: CacheStore; view: StationView; incarnation: string }) {
    this.#cache = parts.cache
    this.#view = parts.view
    this.#incarnation = parts.incarnation
    this.#position = parts.cache.position()
    this.#cursor = this.#position.cursor
  }

  /** Where the next page starts, and the epoch it must be of. */
  get next(): { cursor: number; epoch: string } {
    return { cursor: this.#cursor, epoch: this.#position.epoch }
  }

  /**
   * Starts over: another epoch, a reset, or a cache that differs (PULL-4). The bench goes on with what
   * it has until the snapshot is whole, even through a restart: the network may be cut on the way.
   */
  reset(epoch: string): void {
    this.#named = new Set()
    this.#staged.clear()
    this.#cursor = 0
    this.#position = { epoch, cursor: 0, processedSeq: 0 }
  }

  /** Throws when a page could not be written; what was read since the last commit is asked for again. */
  take(page: PullAnswer): PullProgress {
    try {
      return this.#takePage(page)
    } catch (error) {
      this.#staged.clear()
      this.#named = null
      this.#position = this.#cache.position()
      this.#cursor = this.#position.cursor
      throw error
    }
  }

  #takePage(page: PullAnswer): PullProgress {
    if (page.epoch !== this.#position.epoch || page.reset === true) {
      this.reset(page.epoch)
      // A page that says so belongs to the new story; any other was of one we lost.
      if (page.reset !== true) return { isDone: false, changed: 0, unreadable: [] }
    }
    const unreadable: string[] = []
    const now: BaseChange[] = []
    for (const change of page.changes) {
      const readable = readChange(change)
      if (readable === null) {
        unreadable.push(`${change.kind}/${change.id}`)
        continue
      }
      const key = documentKey(readable.kind, readable.id)
      this.#named?.add(key)
      this.#staged.set(key, readable)
      if (!isWorking(readable.kind)) now.push(toBase(readable))
    }
    this.#cursor = page.cursor
    if (page.more) {
      this.#cache.apply(now, null)
      return { isDone: false, changed: page.changes.length, unreadable }
    }
    this.#finish(page, now)
    return { isDone: true, changed: page.changes.length, unreadable }
  }

  #finish(page: PullAnswer, now: readonly BaseChange[]): void {
    const staged = [...this.#staged.values()]
    this.#staged.clear()
    const isOurs = page.processed.incarnation === this.#incarnation
    const processedSeq = isOurs ? page.processed.seq : 0
    const isUnchanged = staged.length === 0 && processedSeq === this.#position.processedSeq
    this.#position = { epoch: page.epoch, cursor: page.cursor, processedSeq }
    const working = staged.filter((change) => isWorking(change.kind)).map(toBase)
    if (this.#named !== null) {
      this.#cache.applySnapshot([...now, ...working], this.#named, this.#position)
      this.#named = null
      this.#view.reload()
      return
    }
    this.#cache.apply([...now, ...working], this.#position)
    if (!isUnchanged) this.#view.rebase(staged, processedSeq)
  }
}

function toBase({ kind, id, seq, doc }: Staged): BaseChange {
  return { kind, id, seq, body: doc === null ? null : JSON.stringify(doc) }
}

/** A document this version can't read is skipped and reported; the rest goes on (PULL-5). */
function readChange(change: FeedChange): Staged | null {
  const kind = DOCUMENT_KINDS.find((known) => known === change.kind)
  if (kind === undefined) return null
  if (change.doc === null) return { kind, id: change.id, seq: change.seq, doc: null }
  const parsed = documentSchemas[kind].safeParse(change.doc)
  return parsed.success ? { kind, id: change.id, seq: change.seq, doc: parsed.data } : null
}

function isWorking(kind: DocumentKind): boolean {
  return (WORKING_KINDS as readonly DocumentKind[]).includes(kind)
}
