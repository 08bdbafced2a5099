/** GS1 General Specifications 7.9: weights 3 and 1 alternate from the digit next to the check digit. */
const DIGITS_ONLY = /^\d+$/

/** The GS1 mod-10 check digit of a number still without one. Throws on anything but digits. */
export function checkDigit(body: string): string {
  if (!DIGITS_ONLY.test(body)) throw new RangeError('a check digit needs digits')
  let sum = 0
  for (let position = 0; position < body.length; position += 1) {
    const weight = (body.length - position) % 2 === 1 ? 3 : 1
    sum += Number(body[position]) * weight
  }
  return String((10 - (sum % 10)) % 10)
}

/** The number followed by its check digit: GTIN-8 to GTIN-14, SSCC-18, GLN. */
export function appendCheckDigit(body: string): string {
  return body + checkDigit(body)
}

/** True for a digits-only text of two or more whose last digit is the check digit of the rest. */
export function hasValidCheckDigit(text: string): boolean {
  return text.length > 1 && DIGITS_ONLY.test(text) && checkDigit(text.slice(0, -1)) === text.at(-1)
}
