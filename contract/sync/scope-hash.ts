/** One document of a station's scope and the place in the feed of its newest version. */
export type ScopeEntry = { kind: string; id: string; seq: number }

/**
 * The text whose SHA-256, in hex, names a station's scope (PULL-4): one line `kind TAB id TAB seq` per
 * document, in the order of kind and then id by code point, which is the order of their UTF-8 bytes and so
 * of a database, each line ended. A document's seq changes with
 * every version, so equal text means the same versions of the same documents.
 */
export function scopeText(entries: readonly ScopeEntry[]): string {
  return entries
    .toSorted((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id))
    .map(({ kind, id, seq }) => `${kind}\t${id}\t${seq}\n`)
    .join('')
}

/** By code point; the plain comparison is by UTF-16 unit, which puts U+1F600 before U+FF21. */
function compare(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

const SURROGATES_FROM = 0xd800
const SURROGATES_THROUGH = 0xdfff
const UNIT_COUNT = 0x10000

/** Halves of a code point beyond U+FFFF come after every unit that is a code point of its own. */
function rank(unit: number): number {
  return unit >= SURROGATES_FROM && unit <= SURROGATES_THROUGH ? unit + UNIT_COUNT : unit
}
