import type { KeyPress } from '#contract/rpc/wedge-keys.ts'

/** How a badge begins on every keyboard that has its letters where they are in most countries. */
const BADGE_KEYS = /KeyL KeyL KeyB/

/** Keys by name, their letters and digits hidden: what could not be read may be a badge, or a PIN. */
export function hiddenKeys(presses: readonly KeyPress[]): string {
  return namesOf(presses).replaceAll(/\b(Key|Digit|Numpad)[A-Z0-9]\b/g, '$1*')
}

/** Keys by name, to find out a layout by; those of a badge are hidden all the same. */
export function patternKeys(presses: readonly KeyPress[]): string {
  const names = namesOf(presses)
  return BADGE_KEYS.test(names) ? hiddenKeys(presses) : names
}

function namesOf(presses: readonly KeyPress[]): string {
  return presses.map(({ code }) => code).join(' ')
}
