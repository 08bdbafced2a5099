import { Overlay } from '#contract/actions/overlay.ts'
import type { DocumentKind, DocumentOf, DocumentReader } from '#contract/documents/document.ts'
import { type DocumentWrite, type Key, keyOf } from './documents.ts'

/** Documents read for a batch; undefined stands for one that is known not to exist. */
export type Loaded = Map<string, unknown>

/**
 * Reads what was loaded and remembers what was asked for and was not: a decision that leans on an
 * earlier one of its batch may need documents that nobody could name beforehand.
 */
export function trackingReader(loaded: Loaded): DocumentReader & { misses: Map<string, Key> } {
  const misses = new Map<string, Key>()
  return {
    misses,
    get: <K extends DocumentKind>(kind: K, id: string) => {
      const key = keyOf(kind, id)
      const doc = loaded.get(key)
      if (doc === undefined && !loaded.has(key)) misses.set(key, { kind, id })
      return doc as DocumentOf<K> | undefined
    },
  }
}

/** The newest version of everything a batch changed, as it is to be written. */
export function writesOf(overlay: Overlay, loaded: Loaded): DocumentWrite[] {
  return overlay.changes().map((change) => ({
    ...change,
    isNew: loaded.get(keyOf(change.kind, change.id)) === undefined,
  }))
}
