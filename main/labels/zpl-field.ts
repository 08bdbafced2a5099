const utf8 = new TextEncoder()

/**
 * Text as `^FH_` field data. Only plain letters, digits and a few marks stand for themselves; every
 * other byte is written in hexadecimal, so that no product name can ever be a printer command.
 */
export function zplFieldData(text: string): string {
  return [...utf8.encode(text)].map(escapeByte).join('')
}

function escapeByte(byte: number): string {
  const character = String.fromCharCode(byte)
  return /[A-Za-z0-9 .,:/-]/.test(character)
    ? character
    : `_${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
