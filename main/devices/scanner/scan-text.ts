/** GS separates the fields of a GS1 code; every other control character is noise or a wrong setting. */
const GS = 0x1d

/** UTF-8 where the bytes are valid UTF-8, as QR codes are; else one byte is one character. */
export function decodeScanBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

/** Why a text can't be what a label holds, in words; null where it can. */
export function scanTextTrouble(text: string): string | null {
  if (text === '') return 'The code is empty'
  return hasControlCharacter(text) ? 'The code holds a control character that no label has' : null
}

function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((character) => {
    const code = character.codePointAt(0) ?? 0
    return (code < 0x20 && code !== GS) || (code >= 0x7f && code < 0xa0)
  })
}
