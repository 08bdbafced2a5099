import type { ProblemError } from '#contract/http/problems.ts'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import { parseLoadlineCode } from '#contract/barcode/loadline-code.ts'
import type { Product } from '#contract/documents/master-data.ts'

type Barcode = Product['barcodes'][number]

/** Lengths at which a code of digits only is a GTIN and must prove its check digit. */
const GTIN_LENGTHS = [8, 12, 13, 14]

/** What is wrong with barcodes that could not be scanned, or not told apart. */
export function barcodeErrors(barcodes: readonly Barcode[]): ProblemError[] {
  const errors: ProblemError[] = []
  const seen = new Set<string>()
  for (const [index, barcode] of barcodes.entries()) {
    const path = `barcodes[${index}].code`
    const code = keyUnlessWrong(barcode.code)
    if (code === null) errors.push({ path, message: 'the check digit is wrong' })
    else if (parseLoadlineCode(code)) {
      errors.push({ path, message: 'codes of this form are Loadline’s own' })
    } else if (seen.has(code)) errors.push({ path, message: 'named twice' })
    seen.add(code ?? barcode.code)
  }
  return errors
}

/**
 * What a code is told apart by, as benches look it up: a GTIN padded to fourteen digits, anything else
 * as it is. Products keep their codes as they were given, which is how they are printed.
 */
export function barcodeKey(code: string): string {
  return normalizeGtin(code) ?? code
}

function keyUnlessWrong(code: string): string | null {
  const isGtin = /^\d+$/.test(code) && GTIN_LENGTHS.includes(code.length)
  return isGtin ? normalizeGtin(code) : code
}
