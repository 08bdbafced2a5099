import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { GS } from '#contract/barcode/gs1.ts'
import { KeyboardLayout } from '#contract/rpc/scanner-profile.ts'
import { characterOf, keysOf } from './key-layouts.ts'
import type { KeySetting } from './key-layouts.ts'

const setting = fc.record({
  layout: fc.constantFrom(...KeyboardLayout.options),
  isCapsInverted: fc.boolean(),
})

function typed(keys: ReturnType<typeof keysOf>, as: KeySetting): string {
  return keys.map((key) => characterOf(key, as) ?? '?').join('')
}

test('what a scanner types comes back in its own layout, all of printable ASCII and the separator', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9\]_\-/%.,:;|{}@# ]{0,40}$/).map((said) => said + GS)
  fc.assert(
    fc.property(text, setting, (itsText, itsSetting) => {
      expect(typed(keysOf(itsText, itsSetting), itsSetting)).toBe(itsText)
    }),
  )
})

test('[FAULT-18] the same keys say something else in another layout', () => {
  const us = { layout: 'us', isCapsInverted: false } as const
  expect(typed(keysOf('Az09-_/', { ...us, layout: 'de' }), us)).toBe('Ay09/?&')
  expect(typed(keysOf('Az09-_/', { ...us, layout: 'fr' }), us)).toBe('Qw)(68>')
  expect(typed(keysOf('Az09', { ...us, isCapsInverted: true }), us)).toBe('aZ09')
})

test('commands to the machine are no characters', () => {
  const us = { layout: 'us', isCapsInverted: false } as const
  const held = { shift: false, ctrl: false, altGr: false }
  for (const code of ['Escape', 'F5', 'ArrowDown', 'Delete', 'Enter', 'toString', 'constructor']) {
    expect(characterOf({ code, ...held }, us)).toBeNull()
  }
  expect(characterOf({ code: 'KeyW', ...held, ctrl: true }, us)).toBeNull()
  expect(characterOf({ code: 'BracketRight', ...held, ctrl: true }, us)).toBe(GS)
  expect(characterOf({ code: 'KeyA', ...held, altGr: true }, us)).toBeNull()
})
