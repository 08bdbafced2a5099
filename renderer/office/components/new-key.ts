const KEY_BYTES = 16

/** A key for one form or one button: whatever is sent under it twice happens once. Needs no secure origin. */
export function newKey(): string {
  return hex(crypto.getRandomValues(new Uint8Array(KEY_BYTES)))
}

/**
 * A short name of a file's content, the same for the same text. It tells files apart, not forgers: the office refuses
 * one key for two contents.
 */
export function contentName(text: string): string {
  let one = 0xdeadbeef
  let two = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 2_654_435_761)
    two = Math.imul(two ^ code, 1_597_334_677)
  }
  const mixed = [one ^ (two >>> 13), two ^ (one >>> 16), text.length]
  return mixed.map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('')
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
