import { readCode } from '#contract/barcode/read-code.ts'
import { isSscc } from '#contract/barcode/sscc.ts'
import { ORDER_SEARCH_MAX } from '#contract/orders/order-search.ts'

/** What a text may stand for; a member is null where it cannot be that. */
export type Meanings = {
  /** To be looked for in names, references and numbers. */
  text: string | null
  /** A whole SSCC. */
  unitId: string | null
  /** The last digits of one. */
  unitTail: string | null
  /** For products: what a barcode says they are, else the text. */
  product: string | null
  /** What the code of a list begins with, in small letters. */
  list: string | null
  /** What the number of a load begins with, in small letters. */
  load: string | null
}

/** Digits of an SSCC that an index is of; people call a carton by them. */
export const UNIT_TAIL_DIGITS = 6

/** Digits of numbers that count up, as they stand in codes. */
const NUMBER_DIGITS = 6

/** Shortest beginning of a code: nobody looks for all lists there are. */
const CODE_BEGIN_MIN = 3

const NOTHING: Meanings = {
  text: null,
  unitId: null,
  unitTail: null,
  product: null,
  list: null,
  load: null,
}

/** What somebody typed, or a scanner read, may mean. */
export function meaningsOf(typed: string): Meanings {
  const unitId = ssccOf(typed)
  if (unitId !== null) return { ...NOTHING, unitId }
  const reading = readCode({ text: typed })
  if (reading.kind === 'unit-qr') return { ...NOTHING, unitId: reading.unitId }
  if (reading.kind === 'loadline') {
    const { kind, payload } = reading.code
    if (kind === 'pick-list') return { ...NOTHING, list: typed.toLowerCase() }
    if (kind === 'load') return { ...NOTHING, load: `ld-${payload.toLowerCase()}` }
  }
  if (typed.length > ORDER_SEARCH_MAX) return NOTHING
  const product = reading.kind === 'product' && !/^\d+$/.test(typed) ? reading.gtin : typed
  return { ...textMeanings(typed), product }
}

/** The SSCC in a text: its eighteen digits, with or without `(00)`, however they are grouped. */
function ssccOf(typed: string): string | null {
  const digits = typed.replaceAll(/[\s().-]/g, '')
  const bare = /^00\d{18}$/.test(digits) ? digits.slice(2) : digits
  return isSscc(bare) ? bare : null
}

function textMeanings(text: string): Meanings {
  const small = text.toLowerCase()
  const tail = text.replace(/^…/, '')
  const isNumber = /^\d{1,6}$/.test(text)
  const number = text.padStart(NUMBER_DIGITS, '0')
  const begin = small.length < CODE_BEGIN_MIN ? null : small
  return {
    text,
    unitId: null,
    unitTail: /^\d{6,17}$/.test(tail) ? tail : null,
    product: text,
    list: isNumber ? `llp${number}` : begin,
    load: isNumber ? `ld-${number}` : begin,
  }
}
