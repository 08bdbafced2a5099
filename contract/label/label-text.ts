/**
 * Widths of characters as shares of a capital's height, for the condensed sans that label printers
 * carry (ZPL font 0). Rounded up, so that what fits here fits on paper.
 */
const SPACE_WIDTH = 0.38
const NARROW_WIDTH = 0.45
const COMMON_WIDTH = 0.68
const CAPITAL_WIDTH = 0.84
const WIDE_WIDTH = 1.12
const FULL_WIDTH = 1.4

/** From one line's capitals to the next line's, in heights of a capital. */
export const LINE_PITCH = 1.4

/** Sizes are tried in steps of this many millimetres. */
const STEP_MM = 0.25

/** The width a line of text takes at most, in millimetres. */
export function textWidthMm(text: string, fontMm: number): number {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width * fontMm
}

/**
 * A text's lines in a column, broken between words; null where a word is wider than the column, as
 * printers do not break words.
 */
export function breakLines(text: string, widthMm: number, fontMm: number): string[] | null {
  const lines: string[] = []
  let line: string | null = null
  let usedMm = 0
  const spaceMm = SPACE_WIDTH * fontMm
  for (const word of text.split(' ')) {
    const wordMm = textWidthMm(word, fontMm)
    if (wordMm > widthMm) return null
    const neededMm = usedMm === 0 ? wordMm : usedMm + spaceMm + wordMm
    if (line !== null && neededMm > widthMm) {
      lines.push(line)
      line = word
      usedMm = wordMm
    } else {
      line = line === null ? word : `${line} ${word}`
      usedMm = neededMm
    }
  }
  return line === null ? lines : [...lines, line]
}

/** Lines a text takes in a column; endless where a word is wider. */
export function countLines(text: string, widthMm: number, fontMm: number): number {
  return breakLines(text, widthMm, fontMm)?.length ?? Infinity
}

/** Every printer's own font has three dots; not every one has the single character. */
const CUT = '...'

/**
 * The text at the largest size between the two at which it fits its box, with the lines the box has
 * at that size. Where not even the smaller size fits, the text is cut: printers put what is too much
 * for a block on top of its last line.
 */
export function fitText(
  text: string,
  box: { widthMm: number; heightMm: number },
  size: { minMm: number; maxMm: number },
): { text: string; fontMm: number; maxLines: number } {
  let fontMm = Math.max(size.minMm, size.maxMm)
  while (fontMm > size.minMm && !fitsBox(text, box, fontMm)) {
    fontMm = Math.max(size.minMm, fontMm - STEP_MM)
  }
  const maxLines = linesIn(box.heightMm, fontMm)
  return { text: cutToLines(text, { widthMm: box.widthMm, fontMm, maxLines }), fontMm, maxLines }
}

/** The text whole where it fits its block, else as much of it as does, with three dots behind. */
export function cutToLines(
  text: string,
  block: { widthMm: number; fontMm: number; maxLines: number },
): string {
  const fits = (shown: string) => countLines(shown, block.widthMm, block.fontMm) <= block.maxLines
  if (fits(text)) return text
  const characters = Array.from(text)
  const cutAt = (length: number) => characters.slice(0, length).join('').trimEnd() + CUT
  let kept = Math.min(1, characters.length)
  let tooMany = characters.length
  while (tooMany - kept > 1) {
    const middle = Math.floor((kept + tooMany) / 2)
    if (fits(cutAt(middle))) kept = middle
    else tooMany = middle
  }
  return cutAt(kept)
}

/** True when a text of this size stays inside its box. */
export function fitsBox(
  text: string,
  box: { widthMm: number; heightMm: number },
  fontMm: number,
): boolean {
  return countLines(text, box.widthMm, fontMm) <= linesIn(box.heightMm, fontMm)
}

function linesIn(heightMm: number, fontMm: number): number {
  return Math.max(1, Math.floor(heightMm / (fontMm * LINE_PITCH) + 0.01))
}

function widthOf(character: string): number {
  if (character === ' ') return SPACE_WIDTH
  if (/[fijlrtI.,:;'!|()[\]]/.test(character)) return NARROW_WIDTH
  if (/[mwMW@%…—-]/.test(character)) return WIDE_WIDTH
  if (/[\da-z\u{DF}-\u{FF}]/u.test(character)) return COMMON_WIDTH
  if (/[\u{1100}-\u{11FF}\u{2E80}-\u{FFEF}\u{1F000}-\u{3FFFF}]/u.test(character)) return FULL_WIDTH
  return CAPITAL_WIDTH
}
