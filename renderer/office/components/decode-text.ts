export type Encoding = 'utf-8' | 'utf-16' | 'windows-1252'

export type DecodedText = { text: string; encoding: Encoding }

const SNIFFED_BYTES = 4

/**
 * The text of a file as spreadsheets write it: UTF-8; UTF-16, which Excel calls Unicode text; or the encoding of
 * Windows in the west of Europe, which is whatever is no UTF-8. Only the last is a guess, and whoever chose the file
 * is told of it.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const wide = utf16Of(bytes)
  if (wide !== null) return { text: new TextDecoder(wide).decode(bytes), encoding: 'utf-16' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
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

/** Words of a text that show whether its encoding was guessed right, as they stand there. */
export function tellingWords(text: string, count: number): string[] {
  const words = new Set<string>()
  for (const [word] of text.matchAll(/[\p{L}\p{N}.'’-]*[^\p{ASCII}][^\s;,"]*/gu)) {
    words.add(word)
    if (words.size === count) break
  }
  return [...words]
}
