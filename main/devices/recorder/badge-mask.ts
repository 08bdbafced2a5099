/** How a badge's code begins; what follows is a secret. */
const BADGE = 'LLB'

const MASK = 0x2a

/**
 * Badge codes in a text become stars, letter by letter, so that lengths stay as they were. `LLB` counts at
 * the start of a word or behind an AIM id: the name of a product may hold those letters.
 */
export function maskBadges(text: string): string {
  return text.replaceAll(
    /(^|[^0-9A-Za-z]|\][A-Za-z][0-9A-Za-z])(LLB)([0-9A-Z]+)/gi,
    (_all, before: string, head: string, secret: string) =>
      before + head + '*'.repeat(secret.length),
  )
}

/** The same for bytes of one connection as they come, wherever they are cut. */
export function badgeMask(): (bytes: Uint8Array) => Uint8Array {
  /** The word so far: enough of it to know whether it is a badge. */
  let word = ''
  return (bytes) => {
    const masked = Uint8Array.from(bytes)
    for (const [index, byte] of bytes.entries()) {
      const letter = String.fromCharCode(byte).toUpperCase()
      if (letter === ']') {
        word = ']'
      } else if (!/[0-9A-Z]/.test(letter)) {
        word = ''
      } else if (isBadge(word)) {
        masked[index] = MASK
      } else if (word.length < WORD_MAX) {
        word += letter
      }
    }
    return masked
  }
}

/** `]C0` and the opening: a longer word is no badge. */
const WORD_MAX = 7

function isBadge(word: string): boolean {
  return word === BADGE || (word.startsWith(']') && word.slice(3) === BADGE)
}
