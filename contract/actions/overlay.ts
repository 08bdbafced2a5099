import type {
  DocumentChange,
  DocumentKind,
  DocumentOf,
  DocumentReader,
  WorkingKind,
} from '../documents/document.ts'

/** Documents changed so far, laid over what a reader knows. Applying is in place and cheap. */
export class Overlay implements DocumentReader {
  readonly #below: DocumentReader
  readonly #changed = new Map<string, DocumentChange>()

  constructor(below: DocumentReader) {
    this.#below = below
  }

  get<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> | undefined {
    const changed = this.#changed.get(`${kind}\n${id}`)
    // The key names the kind, so the body is of that kind.
    return changed === undefined ? this.#below.get(kind, id) : (changed.doc as DocumentOf<K>)
  }

  apply(changes: readonly DocumentChange[]): void {
    for (const change of changes) this.#changed.set(`${change.kind}\n${change.id}`, change)
  }

  /** The newest body of everything changed, in the order first changed. */
  changes(): DocumentChange[] {
    return [...this.#changed.values()]
  }

  /** Every changed body of one kind. */
  changedOf<K extends WorkingKind>(kind: K): Extract<DocumentChange, { kind: K }>[] {
    return this.changes().filter(
      (change): change is Extract<DocumentChange, { kind: K }> => change.kind === kind,
    )
  }

  clear(): void {
    this.#changed.clear()
  }
}
