/** One document of a station's scope and the place in the feed of its newest version. */
export type ScopeEntry = { kind: string; id: string; seq: number }

/**
 * The text whose SHA-256, in hex, names a station's scope (PULL-4): one line `kind TAB id TAB seq` per
 * document, in the order of kind and then id by code unit, each line ended. A document's seq changes with
 * every version, so equal text means the same versions of the same documents.
 */
export function scopeText(entries: readonly ScopeEntry[]): string {
  return entries
    .toSorted((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id))
    .map(({ kind, id, seq }) => `${kind}\t${id}\t${seq}\n`)
    .join('')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
