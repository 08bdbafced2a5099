import type { DocumentKey, DocumentReader } from '#contract/documents/document.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments } from '../sync/documents.ts'

/** Pallets on pallets on pallets: nothing is nested deeper. */
const NESTING_MAX = 5

/** Units with all that is nested in them and the lists their goods came from. */
export async function unitReader(
  tx: Tx,
  warehouse: string,
  unitIds: readonly string[],
): Promise<DocumentReader> {
  const readers: DocumentReader[] = []
  const reader: DocumentReader = {
    get(kind, id) {
      for (const one of readers) {
        const doc = one.get(kind, id)
        if (doc !== undefined) return doc
      }
      return undefined
    },
  }
  let ids = [...unitIds]
  for (let level = 0; level < NESTING_MAX && ids.length > 0; level += 1) {
    readers.push(await readDocuments(tx, warehouse, keysOf('unit', ids)))
    const units = ids.flatMap((id) => reader.get('unit', id) ?? [])
    const lists = units.flatMap((unit) => unit.contents.map((content) => content.pickListId))
    readers.push(await readDocuments(tx, warehouse, keysOf('pick-list', lists)))
    ids = units.flatMap((unit) => unit.children)
  }
  return reader
}

function keysOf(kind: 'unit' | 'pick-list', ids: readonly string[]): DocumentKey[] {
  return [...new Set(ids)].map((id) => ({ kind, id }))
}
