import { type Action, touches } from '#contract/actions/index.ts'
import { type DocumentReader, WORKING_KINDS } from '#contract/documents/document.ts'
import type { Tx } from '../store/index.ts'
import {
  type Key,
  keyOf,
  lockDocuments,
  selectDocuments,
  type StoredDocument,
} from './documents.ts'
import { DecisionCrash } from './decision-crash.ts'
import type { Loaded } from './overlay.ts'

/** Load → units → cartons in them → their pick lists: no rule reaches further. */
const TOUCH_ROUNDS_MAX = 5

/** Another transaction is at work on what this one needs besides; it is run again as a whole. */
const COLLISION = { code: '40001' }

export type Acting = {
  actionId: string
  stationId: string
  operatorId: string | null
  action: Action
}

/** A batch's documents, read without locks until `lock`. */
export type DocumentLoader = {
  loaded: Loaded
  /** Reads some that turned out to be needed. */
  add(keys: readonly Key[]): Promise<void>
  /**
   * Locks what was read since the last time and answers whether any of it had changed; what was decided
   * holds when nothing had.
   */
  lock(): Promise<boolean>
}

/**
 * Reads everything the actions touch, a round per query, for whoever decides in memory and then locks what
 * the decision leans on: all at once and in sorted order. Whatever has to be locked after that is not
 * waited for, so that nobody ever waits out of order. Master data is read without locks. PGlite has one
 * connection, so there locking would only cost.
 */
export async function loadDocuments(
  tx: Tx,
  options: {
    warehouse: string
    actions: readonly Acting[]
    isLocking: boolean
    /** True when the transaction holds documents already. */
    isHolding?: boolean
  },
): Promise<DocumentLoader> {
  const { warehouse, actions, isLocking } = options
  const loaded: Loaded = new Map()
  const seqs = new Map<string, number>()
  const locked = new Set<string>()
  const reader: DocumentReader = { get: (kind, id) => loaded.get(keyOf(kind, id)) as never }
  let isHolding = options.isHolding === true

  async function read(keys: readonly Key[]): Promise<void> {
    for (const { kind, id } of keys) loaded.set(keyOf(kind, id), undefined)
    keep(await selectDocuments(tx, warehouse, keys, false))
  }

  function keep(documents: readonly StoredDocument[]): void {
    for (const { kind, id, seq, doc } of documents) {
      seqs.set(keyOf(kind, id), seq)
      loaded.set(keyOf(kind, id), doc)
    }
  }

  async function readTouched(): Promise<void> {
    for (let round = 1; round <= TOUCH_ROUNDS_MAX; round += 1) {
      const keys = untouched(actions, reader, loaded)
      if (keys.length === 0) return
      await read(keys)
    }
  }

  async function lock(): Promise<boolean> {
    if (!isLocking) return false
    const known = [...loaded.keys()]
      .filter((key) => !locked.has(key))
      .map((key) => ({ ...keyFrom(key), seq: seqs.get(key) ?? 0 }))
      .filter(({ kind }) => isWorking(kind))
    for (const { kind, id } of known) locked.add(keyOf(kind, id))
    const { changed, count } = await lockDocuments(tx, warehouse, known, { isWaiting: !isHolding })
    const existing = known.filter(({ seq }) => seq > 0).length
    if (count < existing) {
      throw Object.assign(new Error('a document that is needed too is being changed'), COLLISION)
    }
    isHolding ||= existing > 0
    if (changed.length === 0) return false
    keep(changed)
    await readTouched()
    return true
  }

  await readTouched()
  return { loaded, add: read, lock }
}

function untouched(actions: readonly Acting[], reader: DocumentReader, loaded: Loaded): Key[] {
  const keys = new Map<string, Key>()
  for (const acting of actions) {
    for (const key of touchedBy(acting, reader)) {
      const text = keyOf(key.kind, key.id)
      if (!loaded.has(text)) keys.set(text, key)
    }
  }
  return [...keys.values()]
}

function touchedBy({ actionId, action, ...who }: Acting, reader: DocumentReader): Key[] {
  try {
    return touches(action, reader, who)
  } catch (error) {
    throw new DecisionCrash(actionId, error)
  }
}

function keyFrom(key: string): Key {
  const slash = key.indexOf('/')
  return { kind: key.slice(0, slash) as Key['kind'], id: key.slice(slash + 1) }
}

function isWorking(kind: string): boolean {
  return (WORKING_KINDS as readonly string[]).includes(kind)
}
