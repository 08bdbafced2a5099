/** Grams as kilograms with two decimals, `42.08` or `42,08`; `-0.00` is never shown. */
export function kilograms(grams: number, language: string): string {
  const rounded = Math.round(grams / 10) / 100
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    useGrouping: false,
  }).format(rounded === 0 ? 0 : rounded)
}

/** Grams as whole kilograms for loads, `1,240` or `1.240`. */
export function wholeKilograms(grams: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(grams / 1000)
}

/** Cubic centimetres as cubic metres with one decimal. */
export function cubicMetres(cm3: number, language: string): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(cm3 / 1_000_000)
}

/** `part` as a share of `whole`, 0 to 1, for bars; a bar of nothing is empty. */
export function shareOf(part: number, whole: number): number {
  if (whole <= 0) return 0
  return Math.min(1, Math.max(0, part / whole))
}
