export type Encoding = 'utf-8' | 'utf-16' | 'windows-1252'

export type DecodedText = { text: string; encoding: Encoding }

const SNIFFED_BYTES = 4

/** Bytes that stand for nothing in windows-1252. */
const NO_LETTER = /[\u0081\u008d\u008f\u0090\u009d]/

/** How letters of the west of Europe look that are UTF-8 after all, in windows-1252: é as Ã©. */
const UTF_8_WITHIN = /[ÂÃ][\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/

/**
 * The text of a file as spreadsheets write it: UTF-8; UTF-16, which Excel calls Unicode text; or the encoding of
 * Windows in the west of Europe, which is whatever is no UTF-8. Only the last is a guess, and whoever chose the file
 * is told of it.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const wide = utf16Of(bytes)
  if (wide !== null) return { text: new TextDecoder(wide).decode(bytes), encoding: 'utf-16' }
  const text = decodeWhole(bytes, 'utf-8')
  if (text !== null) return { text, encoding: 'utf-8' }
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
}

/**
 * The same where nobody looks at what comes of it. Null where letters would be lost, or where the guess would make
 * nonsense of them: bytes that no encoding has a letter for, and UTF-8 of which a part is broken.
 */
export function decodeUnseen(bytes: Uint8Array): DecodedText | null {
  const wide = utf16Of(bytes)
  if (wide !== null) {
    const text = decodeWhole(bytes, wide)
    return text === null ? null : { text, encoding: 'utf-16' }
  }
  const decoded = decodeText(bytes)
  if (decoded.encoding === 'utf-8') return decoded
  return NO_LETTER.test(decoded.text) || UTF_8_WITHIN.test(decoded.text) ? null : decoded
}

/** Null where a byte of it does not belong there. */
function decodeWhole(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return null
  }
}

/** By the mark at the beginning, or by the zeros of letters that need but one byte. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second, third, fourth] = bytes.subarray(0, SNIFFED_BYTES)
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le'
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be'
  return null
}
