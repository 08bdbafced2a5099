/** Stands for FNC1 among the characters of a code. */
export const FNC1 = '\u{F1}'

/** Widths of bars and gaps by value, bar first; the last is the stop (ISO/IEC 15417). */
const PATTERNS: readonly string[] = [
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212',
  '112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131',
  '311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321',
  '112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121',
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111',
  '314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114',
  '122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212',
  '124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113',
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112',
].flatMap((line) => line.split(' '))

const SWITCH_TO_C = 99
const SWITCH_TO_B = 100
const FNC1_VALUE = 102
const START_B = 104
const START_C = 105
const STOP = 106
const CHECK_MODULUS = 103

/** A run of digits shorter than this wins nothing in pairs. */
const PAIRS_FROM_DIGITS = 4

/**
 * Widths of a Code 128's bars and gaps in modules, bar first, without quiet zones. Throws for what
 * its sets B and C do not hold.
 */
export function code128Widths(text: string): number[] {
  const values = code128Values(text)
  const check = values.reduce((sum, value, n) => sum + value * Math.max(1, n), 0) % CHECK_MODULUS
  return [...values, check, STOP].flatMap((value) => (PATTERNS[value] ?? '').split('').map(Number))
}

function code128Values(text: string): number[] {
  let isPairs = digitsAt(text, text.startsWith(FNC1) ? 1 : 0) >= PAIRS_FROM_DIGITS
  const values = [isPairs ? START_C : START_B]
  let at = 0
  while (at < text.length) {
    const digits = digitsAt(text, at)
    if (text.charAt(at) === FNC1) {
      values.push(FNC1_VALUE)
      at += 1
    } else if (isPairs && digits >= 2) {
      values.push(Number(text.slice(at, at + 2)))
      at += 2
    } else if (isPairs) {
      values.push(SWITCH_TO_B)
      isPairs = false
    } else if (digits >= PAIRS_FROM_DIGITS && digits % 2 === 0) {
      values.push(SWITCH_TO_C)
      isPairs = true
    } else {
      values.push(valueInB(text.charAt(at)))
      at += 1
    }
  }
  return values
}

function valueInB(character: string): number {
  if (!/^[\u0020-\u007F]$/.test(character)) {
    throw new RangeError(`no Code 128 of ours holds ${JSON.stringify(character)}`)
  }
  return character.charCodeAt(0) - 32
}

function digitsAt(text: string, at: number): number {
  return /^\d*/.exec(text.slice(at))?.[0].length ?? 0
}
