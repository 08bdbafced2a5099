const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const MODULUS = 36
const IN_ALPHABET = /^[0-9A-Z]+$/

/** The ISO 7064 MOD 37,36 check character of a text of 0–9 and A–Z. Throws on other characters. */
export function checkCharacter(body: string): string {
  if (!IN_ALPHABET.test(body)) throw new RangeError('MOD 37,36 takes 0-9 and A-Z only')
  let product = MODULUS
  for (const character of body) {
    const sum = (product + ALPHABET.indexOf(character)) % MODULUS || MODULUS
    product = (sum * 2) % (MODULUS + 1)
  }
  return ALPHABET.charAt((MODULUS + 1 - product) % MODULUS)
}

/** The text followed by its check character. */
export function appendCheckCharacter(body: string): string {
  return body + checkCharacter(body)
}

/** True for a text of two or more of the alphabet whose last character is the check of the rest. */
export function hasValidCheckCharacter(text: string): boolean {
  return (
    text.length > 1 && IN_ALPHABET.test(text) && checkCharacter(text.slice(0, -1)) === text.at(-1)
  )
}
