/** Across rolls of receipt paper, in millimetres: the paper, and what of it every head reaches. */
const ROLLS = [
  { widthMm: 80, printableMm: 72 },
  { widthMm: 58, printableMm: 48 },
] as const

/**
 * What a receipt printer's head leaves blank at each side of paper of this width, in millimetres; 0 for
 * a width that no roll has, such as that of the print itself.
 */
export function receiptMarginMm(widthMm: number): number {
  const roll = ROLLS.find((known) => known.widthMm === widthMm)
  return roll === undefined ? 0 : (roll.widthMm - roll.printableMm) / 2
}
