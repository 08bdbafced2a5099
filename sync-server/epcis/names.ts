import { normalizeGtin } from '#contract/barcode/gtin.ts'

/** GS1 Digital Link URIs (EPCIS 2.0, section 6.4), and names of our own where GS1 has none for a thing. */
const GS1 = 'https://id.gs1.org'
const OURS = 'urn:x-loadline'

export function ssccUri(unitId: string): string {
  return `${GS1}/00/${unitId}`
}

/** A product by its article number, with its lot; by its SKU where it has no number of GS1's. */
export function productUri(
  warehouse: string,
  { sku, lot }: { sku: string; lot?: string | undefined },
  barcodes: readonly { code: string; quantity: number }[],
): string {
  const gtin = barcodes
    .filter(({ quantity }) => quantity === 1)
    .map(({ code }) => normalizeGtin(code))
    .find((found) => found !== null)
  if (gtin === undefined || gtin === null) {
    const product = ourUri('product', warehouse, sku)
    return lot === undefined ? product : `${product}:${encodeURIComponent(lot)}`
  }
  const article = `${GS1}/01/${gtin}`
  return lot === undefined ? article : `${article}/10/${encodeURIComponent(lot)}`
}

export function ourUri(kind: string, ...parts: readonly string[]): string {
  return [OURS, kind, ...parts.map((part) => encodeURIComponent(part))].join(':')
}
