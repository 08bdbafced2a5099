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

/** Rows that changed between reading and locking lead to another look; more looks than this is a storm. */
const LOCK_ROUNDS_MAX = 4

export type Acting = {
  actionId: string
  stationId: string
  operatorId: string | null
  action: Action
}

/** A batch's documents as they stand under lock, and how to add some that turned out to be needed. */
export type DocumentLoader = { loaded: Loaded; add(keys: readonly Key[]): Promise<void> }

/**
 * Reads everything the actions touch, a round per query, then locks what actions may change, in
 * sorted order and before anything is decided. Master data is read without locks. PGlite has one
 * connection, so there locking would only cost.
 */
export async function loadDocuments(
  tx: Tx,
  options: { warehouse: string; actions: readonly Acting[]; isLocking: boolean },
): Promise<DocumentLoader> {
  const { warehouse, actions, isLocking } = options
  const loaded: Loaded = new Map()
  const seqs = new Map<string, number>()
  const reader: DocumentReader = { get: (kind, id) => loaded.get(keyOf(kind, id)) as never }

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

  async function lock(): Promise<void> {
    if (!isLocking) return
    for (let round = 1; round <= LOCK_ROUNDS_MAX; round += 1) {
      const known = [...loaded.keys()]
        .map((key) => ({ ...keyFrom(key), seq: seqs.get(key) ?? 0 }))
        .filter(({ kind }) => isWorking(kind))
      const changed = await lockDocuments(tx, warehouse, known)
      if (changed.length === 0) return
      keep(changed)
      await readTouched()
    }
    throw Object.assign(new Error('documents keep changing while they are locked'), {
      code: '40001',
    })
  }

  await readTouched()
  await lock()
  return {
    loaded,
    add: async (keys) => {
      await read(keys)
      await lock()
    },
  }
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
