import { expect, test } from 'vitest'
import { houseOf } from './sign-in-limit.ts'

test('an IPv6 address stands for its house, however it is written', () => {
  const house = '2001:db8:0:7'
  for (const address of [
    '2001:db8:0:7::1',
    '2001:0DB8:0000:0007:ffff:ffff:ffff:ffff',
    '2001:db8::7:1:2:3:4',
    '2001:db8:0:7::1%eth0',
  ]) {
    expect(houseOf(address)).toBe(house)
  }
  expect(houseOf('2001:db8:0:8::1')).not.toBe(house)
  expect(houseOf('::1')).toBe('0:0:0:0')
})

test('an IPv4 address stands for itself, in its IPv6 form as well', () => {
  expect(houseOf('203.0.113.7')).toBe('203.0.113.7')
  expect(houseOf('::ffff:203.0.113.7')).toBe('203.0.113.7')
})
