import type { KeyboardLayout } from '#contract/rpc/scanner-profile.ts'

/** What a key says plain, with Shift, and with AltGr. */
type KeyCap = readonly [plain: string, shifted: string, altGr?: string]
type Layout = Readonly<Record<string, KeyCap>>

const GS = '\u{1D}'

const NUMPAD: Layout = {
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, digit) => [`Numpad${digit}`, [String(digit), String(digit)]]),
  ),
  NumpadDecimal: ['.', '.'],
  NumpadSubtract: ['-', '-'],
  NumpadAdd: ['+', '+'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  Space: [' ', ' '],
}

const US: Layout = {
  ...letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
  ...row(['Backquote', ...digits(), 'Minus', 'Equal'], '`1234567890-=', '~!@#$%^&*()_+'),
  ...row(['BracketLeft', 'BracketRight', 'Backslash'], '[]\\', '{}|'),
  ...row(['Semicolon', 'Quote', 'Comma', 'Period', 'Slash'], ";',./", ':"<>?'),
  IntlBackslash: ['\\', '|'],
  ...NUMPAD,
}

const DE: Layout = {
  ...letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxzy'),
  ...row(['Backquote', ...digits(), 'Minus', 'Equal'], '^1234567890ß´', '°!"§$%&/()=?`'),
  ...row(['BracketLeft', 'BracketRight', 'Backslash'], 'ü+#', "Ü*'"),
  ...row(['Semicolon', 'Quote', 'Comma', 'Period', 'Slash'], 'öä,.-', 'ÖÄ;:_'),
  IntlBackslash: ['<', '>', '|'],
  Digit7: ['7', '/', '{'],
  Digit8: ['8', '(', '['],
  Digit9: ['9', ')', ']'],
  Digit0: ['0', '=', '}'],
  Minus: ['ß', '?', '\\'],
  BracketRight: ['+', '*', '~'],
  KeyQ: ['q', 'Q', '@'],
  KeyE: ['e', 'E', '€'],
  ...NUMPAD,
}

const FR: Layout = {
  ...letters('ABCDEFGHIJKLNOPQRSTUVWXYZ', 'qbcdefghijklnoparstuvzxyw'),
  ...row(['Backquote', ...digits(), 'Minus', 'Equal'], '²&é"\'(-è_çà)=', '²1234567890°+'),
  ...row(['BracketLeft', 'BracketRight', 'Backslash'], '^$*', '¨£µ'),
  ...row(['Semicolon', 'Quote', 'KeyM', 'Comma', 'Period', 'Slash'], 'mù,;:!', 'M%?./§'),
  IntlBackslash: ['<', '>'],
  Digit2: ['é', '2', '~'],
  Digit3: ['"', '3', '#'],
  Digit4: ["'", '4', '{'],
  Digit5: ['(', '5', '['],
  Digit6: ['-', '6', '|'],
  Digit7: ['è', '7', '`'],
  Digit8: ['_', '8', '\\'],
  Digit9: ['ç', '9', '^'],
  Digit0: ['à', '0', '@'],
  Minus: [')', '°', ']'],
  Equal: ['=', '+', '}'],
  KeyE: ['e', 'E', '€'],
  ...NUMPAD,
}

const LAYOUTS: Readonly<Record<KeyboardLayout, Layout>> = { us: US, de: DE, fr: FR }

export type TypedKey = { code: string; shift: boolean; ctrl: boolean; altGr: boolean }

/** How a scanner types: the country it is set to, and whether it counts on a Caps Lock. */
export type KeySetting = { layout: KeyboardLayout; isCapsInverted: boolean }

/**
 * The character that a scanner of this setting meant by a key: a printable one, or the separator of GS1
 * as Ctrl+]. Null for every other key, as commands to the machine are never part of a code. What the
 * machine itself takes the key for, and its own Caps Lock, play no part.
 */
export function characterOf(key: TypedKey, { layout, isCapsInverted }: KeySetting): string | null {
  const caps = LAYOUTS[layout]
  // A page may name a key as anything, and so as what every object has.
  const cap = Object.hasOwn(caps, key.code) ? caps[key.code] : undefined
  if (cap === undefined) return null
  const [plain, shifted, withAltGr] = cap
  if (key.ctrl && !key.altGr) {
    return key.code === 'BracketRight' || plain === ']' ? GS : null
  }
  if (key.altGr) return withAltGr === ']' && key.ctrl ? GS : (withAltGr ?? null)
  const isLetter = plain.toUpperCase() === shifted && plain !== shifted
  return (isLetter && isCapsInverted ? !key.shift : key.shift) ? shifted : plain
}

/** The keys that a scanner of this setting presses for a text; throws for what it can't type. */
export function keysOf(text: string, setting: KeySetting): TypedKey[] {
  return Array.from(text, (character) => {
    const tries = Object.keys(LAYOUTS[setting.layout]).flatMap((code) => [
      { code, shift: false, ctrl: false, altGr: false },
      { code, shift: true, ctrl: false, altGr: false },
      { code, shift: false, ctrl: false, altGr: true },
      { code, shift: false, ctrl: true, altGr: false },
    ])
    const found = tries.find((key) => characterOf(key, setting) === character)
    if (found === undefined) throw new RangeError(`no key types ${JSON.stringify(character)}`)
    return found
  })
}

function digits(): string[] {
  return Array.from('1234567890', (digit) => `Digit${digit}`)
}

/** Keys named by the letter that stands on them in the US, and what they say here. */
function letters(names: string, said: string): Layout {
  return Object.fromEntries(
    Array.from(names, (name, index) => {
      const letter = said.charAt(index)
      return [`Key${name}`, [letter, letter.toUpperCase()] as const]
    }),
  )
}

function row(codes: readonly string[], plain: string, shifted: string): Layout {
  return Object.fromEntries(
    codes.map((code, index) => [code, [plain.charAt(index), shifted.charAt(index)] as const]),
  )
}
