import { textWidthMm } from '#contract/label/label-text.ts'

/** Breaks a text into lines as a label printer does: words kept whole, the rest cut with an ellipsis. */
export function labelLines(
  text: string,
  fontMm: number,
  widthMm: number | undefined,
  maxLines = 1,
): string[] {
  if (widthMm === undefined) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((part) => pieces(part, fontMm, widthMm))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && textWidthMm(longer, fontMm) > widthMm) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  lines.push(line)
  if (lines.length <= maxLines) return lines
  const kept = lines.slice(0, maxLines)
  const last = kept.pop() ?? ''
  return [...kept, `${last.slice(0, -1)}…`]
}

/** A word wider than the column is broken where the column ends. */
function pieces(word: string, fontMm: number, widthMm: number): string[] {
  const parts: string[] = []
  let part = ''
  for (const character of word) {
    if (part !== '' && textWidthMm(part + character, fontMm) > widthMm) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part]
}
