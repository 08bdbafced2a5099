import { numberFormat } from './kept-formats.ts'

/** Grams as kilograms with two decimals, `42.08` or `42,08`; `-0.00` is never shown. */
export function kilograms(grams: number, language: string): string {
  const rounded = Math.round(grams / 10) / 100
  return numberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    useGrouping: false,
  }).format(rounded === 0 ? 0 : rounded)
}

/** Grams as whole kilograms for loads, `1,240` or `1.240`. */
export function wholeKilograms(grams: number, language: string): string {
  return numberFormat(language, { maximumFractionDigits: 0 }).format(grams / 1000)
}

/**
 * Grams as kilograms that are not fewer, `120` or, below ten, `0.4`: what is to come off is never said too
 * small.
 */
export function kilogramsUp(grams: number, language: string): string {
  const step = grams < 10_000 ? 100 : 1_000
  const kilos = (Math.ceil(grams / step) * step) / 1_000
  return numberFormat(language, { maximumFractionDigits: 1 }).format(kilos)
}

/** Cubic centimetres as cubic metres with one decimal. */
export function cubicMetres(cm3: number, language: string): string {
  return numberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(cm3 / 1_000_000)
}

/** Cubic centimetres as cubic metres that are not fewer, for what is to come off. */
export function cubicMetresUp(cm3: number, language: string): string {
  return cubicMetres(Math.ceil(cm3 / 100_000) * 100_000, language)
}

/** `part` as a share of `whole`, 0 to 1, for bars; a bar of nothing is empty. */
export function shareOf(part: number, whole: number): number {
  if (whole <= 0) return 0
  return Math.min(1, Math.max(0, part / whole))
}
