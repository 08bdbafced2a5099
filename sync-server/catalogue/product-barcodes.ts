import type { ProblemError } from '#contract/http/problems.ts'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import { parseLoadlineCode } from '#contract/barcode/loadline-code.ts'
import type { Product } from '#contract/documents/master-data.ts'

type Barcode = Product['barcodes'][number]

/** Lengths at which a code of digits only is a GTIN and must prove its check digit. */
const GTIN_LENGTHS = [8, 12, 13, 14]

/**
 * Barcodes as benches look them up: a GTIN padded to fourteen digits, anything else as it is; and
 * what is wrong with the ones that cannot be scanned.
 */
export function normalizeBarcodes(barcodes: readonly Barcode[]): {
  barcodes: Barcode[]
  errors: ProblemError[]
} {
  const errors: ProblemError[] = []
  const seen = new Set<string>()
  const normalized = barcodes.map((barcode, index) => {
    const path = `barcodes[${index}].code`
    const code = normalizeBarcode(barcode.code)
    if (code === null) errors.push({ path, message: 'the check digit is wrong' })
    else if (parseLoadlineCode(code)) {
      errors.push({ path, message: 'codes of this form are Loadline’s own' })
    } else if (seen.has(code)) errors.push({ path, message: 'named twice' })
    seen.add(code ?? barcode.code)
    return { code: code ?? barcode.code, quantity: barcode.quantity }
  })
  return { barcodes: normalized, errors }
}

function normalizeBarcode(code: string): string | null {
  const isGtin = /^\d+$/.test(code) && GTIN_LENGTHS.includes(code.length)
  return isGtin ? normalizeGtin(code) : code
}
