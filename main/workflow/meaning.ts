import {
  type CommandName,
  encodeLoadlineCode,
  type LoadlineCode,
  readCommand,
  readReason,
  readTote,
  type ReasonName,
  type ReasonPurpose,
} from '#contract/barcode/loadline-code.ts'
import type { CodeReading, ProductReading, UnreadableReason } from '#contract/barcode/read-code.ts'
import type { Product } from '#contract/documents/master-data.ts'
import type { StationLookup } from './workflow-types.ts'

export type ScannedProduct = {
  kind: 'product'
  product: Product
  /** Base units that one scan of this code means. */
  quantity: number
  lot: string | null
  serial: string | null
  /** The last day it may be used, `2026-12-31`. */
  expiryDate: string | null
  /** Net weight of what was scanned, of goods sold by weight. */
  weightGrams: number | null
}

export type ScannedUnit = {
  kind: 'unit'
  unitId: string
  /** The QR's own copy and proof of origin; null where only the SSCC was scanned. */
  qr: { copy: number; signedText: string; signature: string } | null
}

/** What a scan means at this warehouse, wherever the operator is. */
export type Meaning =
  | ScannedProduct
  | ScannedUnit
  | { kind: 'badge'; payload: string }
  | { kind: 'command'; name: CommandName }
  | { kind: 'quantity'; quantity: number }
  | { kind: 'reason'; name: ReasonName; purposes: readonly ReasonPurpose[] }
  | { kind: 'pick-list'; code: string }
  | { kind: 'load'; code: string }
  /** A place on a trolley. */
  | { kind: 'tote'; tote: number }
  | { kind: 'mark'; what: 'location' | 'tote' | 'calibration' }
  | { kind: 'unknown' }
  | { kind: 'unreadable'; why: UnreadableReason }

/** Looks up what a code stands for. */
export function meaningOf(reading: CodeReading, lookup: StationLookup): Meaning {
  switch (reading.kind) {
    case 'loadline':
      return ownCode(reading.code)
    case 'unit-qr': {
      const { unitId, copy, signedText, signature } = reading
      return { kind: 'unit', unitId, qr: { copy, signedText, signature } }
    }
    case 'sscc':
      return { kind: 'unit', unitId: reading.unitId, qr: null }
    case 'product': {
      const { gtin, text, quantity: stated = 1 } = reading
      const found = lookup.productByGtin(gtin) ?? lookup.productByText(text)
      if (found === null) return { kind: 'unknown' }
      const quantity = found.quantity * stated
      return { kind: 'product', product: found.product, quantity, ...marksOf(reading) }
    }
    case 'text': {
      const found = lookup.productByText(reading.text)
      return found === null ? { kind: 'unknown' } : { kind: 'product', ...found, ...NO_MARKS }
    }
    default:
      return { kind: 'unreadable', why: reading.reason }
  }
}

type Marks = Pick<ScannedProduct, 'lot' | 'serial' | 'expiryDate' | 'weightGrams'>

const NO_MARKS: Marks = { lot: null, serial: null, expiryDate: null, weightGrams: null }

function marksOf(reading: ProductReading): Marks {
  const { lot = null, serial = null, expiryDate = null, weightGrams = null } = reading
  return { lot, serial, expiryDate, weightGrams }
}

/** How a scan is named where it can't be used. */
export function nameOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'product':
      return meaning.product.name
    case 'unit':
      return meaning.unitId
    case 'command':
    case 'reason':
      return meaning.name
    case 'pick-list':
    case 'load':
      return meaning.code
    case 'mark':
      return meaning.what
    default:
      return meaning.kind
  }
}

function ownCode({ kind, payload }: LoadlineCode): Meaning {
  switch (kind) {
    case 'badge':
      return { kind, payload }
    case 'command': {
      const command = readCommand(payload)
      return command ?? { kind: 'unknown' }
    }
    case 'reason': {
      const reason = readReason(payload)
      return reason === null ? { kind: 'unknown' } : { kind, ...reason }
    }
    case 'pick-list':
    case 'load':
      return { kind, code: encodeLoadlineCode(kind, payload) }
    case 'tote': {
      const tote = readTote(payload)
      return tote === null ? { kind: 'mark', what: kind } : { kind, tote }
    }
    default:
      return { kind: 'mark', what: kind }
  }
}
