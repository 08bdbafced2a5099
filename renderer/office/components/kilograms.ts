/** Kilograms as typed, with a point, in whole grams; empty text for what is no number yet. */
export function gramsOfKilograms(kilograms: number | string): number | '' {
  if (kilograms === '') return ''
  const grams = Math.round(Number(kilograms) * 1_000)
  return Number.isFinite(grams) ? grams : ''
}
