import type { Box } from './label-box.ts'
import type { LabelElement } from './label-document.ts'
import { fitText } from './label-text.ts'

/** Smallest and largest height of a capital, in millimetres. */
export type TextSize = { minMm: number; maxMm: number }

/** Characters of one text; a LabelElement holds 200 code units, of which three may be the cut. */
export const TEXT_CHARACTERS_MAX = 190

/** A text as large as its box takes, cut where even the smallest size is too large; none for blanks. */
export function textInBox(
  box: Box,
  value: string,
  size: TextSize,
  align: 'left' | 'center' | 'right' = 'left',
): LabelElement[] {
  if (value.trim() === '') return []
  const { xMm, yMm, widthMm } = box
  const characters = Array.from(value.toWellFormed())
  const fitted = fitText(characters.slice(0, TEXT_CHARACTERS_MAX).join(''), box, size)
  return [{ kind: 'text', xMm, yMm, widthMm, ...fitted, align }]
}
