import { expect, test } from 'vitest'
import { faultOfError } from './byte-link.ts'
import { withRemedy } from './permission-remedy.ts'

const REFUSED = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })

test.each([
  ['serial', 'linux', 'resources/udev/60-loadline.rules', 'group dialout'],
  ['hid', 'linux', 'resources/udev/60-loadline.rules', 'plug the device in again'],
  ['usblp', 'linux', 'resources/udev/60-loadline.rules', 'group lp'],
  ['hid', 'darwin', 'Input Monitoring', 'System Settings'],
  ['serial', 'win32', 'close the program', 'COM3'],
] as const)(
  '[FAULT-19] a %s device without permission on %s says what to do',
  (family, platform, ...words) => {
    const place = platform === 'win32' ? 'COM3' : '/dev/device'
    const fault = withRemedy(faultOfError(REFUSED, place), family, platform)
    expect(fault.code).toBe('permission')
    for (const word of [...words, place]) expect(fault.detail).toContain(word)
  },
)

test('what is no question of permission keeps its words', () => {
  const busy = { code: 'busy', detail: '/dev/ttyACM0 is in use by another program' } as const
  expect(withRemedy(busy, 'serial', 'linux')).toEqual(busy)
})
