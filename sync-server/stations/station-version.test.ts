import { expect, test } from 'vitest'
import { isOlder } from './station-version.ts'

test.each([
  ['1.9.9', '1.10.0', true],
  ['1.10.0', '1.10.0', false],
  ['1.10.0-beta.2', '1.10.0', false],
  ['v2.0.0', '1.10.0', false],
  ['0.9.12', '1.0.0', true],
  ['nightly', '0.0.1', true],
  ['nightly', '0.0.0', false],
])('[VER-1] %s against %s: older is %s', (version, oldest, expected) => {
  expect(isOlder(version, oldest)).toBe(expected)
})
