import { expect, test } from 'vitest'
import { faultOfError } from './byte-link.ts'

test('a library that the system lacks is named, and the device is not said to be gone', () => {
  const lacking = 'libusb-1.0.so.0: cannot open shared object file: No such file or directory'
  const error = Object.assign(new Error(lacking), { code: 'ERR_DLOPEN_FAILED' })
  expect(faultOfError(error, '/dev/hidraw0')).toEqual({
    code: 'unsupported-link',
    detail: `A library that opens /dev/hidraw0 is missing: ${lacking}`,
  })
})

test('a device that is gone is absent', () => {
  const error = Object.assign(new Error('ENOENT: no such file or directory'), { code: 'ENOENT' })
  expect(faultOfError(error, '/dev/ttyACM0').code).toBe('absent')
})
