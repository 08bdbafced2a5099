/** A reader's message with its AIM symbology identifier (ISO/IEC 15424) apart from the text. */
export type AimText = { aim: string | null; text: string }

const AIM = /^\][A-Za-z][0-9A-Za-z]/

/** Symbologies whose text is a GS1 element string. Case matters: `]e0` is DataBar, `]E0` is EAN. */
const GS1_SYMBOLOGIES: ReadonlySet<string> = new Set([
  ']C1',
  ']e0',
  ']e1',
  ']e2',
  ']d2',
  ']Q3',
  ']J1',
])

/** Takes `]C1` and its like off the front of what a reader sent. */
export function splitAim(raw: string): AimText {
  const aim = AIM.exec(raw)?.[0] ?? null
  return { aim, text: aim === null ? raw : raw.slice(aim.length) }
}

/** True where the reader itself says that the text is a GS1 element string. */
export function isGs1Symbology(aim: string | null): boolean {
  return aim !== null && GS1_SYMBOLOGIES.has(aim)
}

/** EAN and UPC in all their lengths. */
export function isRetailSymbology(aim: string | null): boolean {
  return aim !== null && aim.startsWith(']E')
}

/**
 * Code 128, Code 39 and plain QR, where our own codes may stand. Anything else that spells one is a
 * customer's or a supplier's text, and must not command a bench.
 */
export function mayCarryLoadlineCode(aim: string | null): boolean {
  return aim === null || /^\](?:C0|A\w|Q[012])$/.test(aim)
}
