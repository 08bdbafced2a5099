import type { ReasonName } from '#contract/barcode/loadline-code.ts'

/** What benches are told why, in words; `UNDO` is what they say themselves when a hand takes something back. */
const REASON_WORDS: Readonly<Record<ReasonName | 'UNDO', string>> = {
  OUTOFSTOCK: 'the shelf is empty',
  DAMAGED: 'damaged',
  NOTFOUND: 'not found',
  HEAVY: 'it really is heavier',
  LIGHT: 'it really is lighter',
  PACKAGING: 'other packaging',
  TOOBIG: 'too big for the scale',
  TOOHEAVY: 'too heavy for the scale',
  WRONGTRUCK: 'wrong truck',
  NOSPACE: 'no room left',
  DAMAGEDUNIT: 'damaged',
  UNREADABLE: 'the label does not scan',
  LOST: 'the label is lost',
  NOTPRINTED: 'nothing came out of the printer',
  UNREACHABLE: 'out of reach',
  CUSTOMERWISH: 'the customer asked for it',
  UNDO: 'taken back',
}

/** A reason as part of a sentence; what somebody typed is quoted, for it is theirs and not ours. */
export function reasonWords(reason: string): string {
  return (REASON_WORDS as Readonly<Record<string, string>>)[reason] ?? `“${reason}”`
}
