import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttachedDevice } from './attached-device.ts'
import { findDevice } from './find-device.ts'
import type { Claim, Wanted } from './find-device.ts'

function device(part: Partial<AttachedDevice> & { path: string }): AttachedDevice {
  return {
    family: 'hid',
    vendorId: 0x0c2e,
    productId: 0x0b61,
    serial: null,
    port: '1-1:1.0',
    name: 'A scanner',
    usagePage: 0x8c,
    ...part,
  }
}

const ANY_SCANNER: Wanted = {
  by: 'usb',
  vendorId: 0x0c2e,
  productId: 0x0b61,
  serial: null,
  port: null,
}
const fresh = (wanted: Wanted): Claim => ({ wanted, had: null })
const at = (path: string): Wanted => ({ by: 'path', path })

test('[FAULT-19] a scanner replugged into another port is the same one while it is the only one', () => {
  const before = device({ path: '/dev/hidraw0', port: '1-1:1.0' })
  const after = device({ path: '/dev/hidraw3', port: '1-4:1.0' })
  const found = findDevice({ wanted: ANY_SCANNER, had: before }, [], [after])
  expect(found).toEqual({ kind: 'device', device: after })
})

test('[FAULT-19] two equal scanners without serial numbers are told apart by their ports when their nodes swap', () => {
  const left = device({ path: '/dev/hidraw0', port: '1-1:1.0' })
  const right = device({ path: '/dev/hidraw1', port: '1-2:1.0' })
  const claims: [Claim, Claim] = [
    { wanted: ANY_SCANNER, had: left },
    { wanted: ANY_SCANNER, had: right },
  ]
  const swapped = [
    { ...left, path: '/dev/hidraw1' },
    { ...right, path: '/dev/hidraw0' },
  ]
  expect(findDevice(claims[0], [claims[1]], swapped)).toMatchObject({ device: swapped[0] })
  expect(findDevice(claims[1], [claims[0]], swapped)).toMatchObject({ device: swapped[1] })
})

test('[FAULT-19] two equal scanners that were never told apart are not guessed', () => {
  const both = [device({ path: '/dev/hidraw0' }), device({ path: '/dev/hidraw1', port: '1-2:1.0' })]
  const found = findDevice(fresh(ANY_SCANNER), [fresh(ANY_SCANNER)], both)
  expect(found.kind).toBe('unclear')
  expect(found).toMatchObject({ detail: expect.stringContaining('1-1:1.0, 1-2:1.0') as string })
})

test('[FAULT-19] one of two equal scanners at an unknown port may be either, and is not guessed', () => {
  const claims: [Claim, Claim] = [
    { wanted: ANY_SCANNER, had: device({ path: '/dev/hidraw0', port: '1-1:1.0' }) },
    { wanted: ANY_SCANNER, had: device({ path: '/dev/hidraw1', port: '1-2:1.0' }) },
  ]
  const one = [device({ path: '/dev/hidraw0', port: '1-7:1.0' })]
  expect(findDevice(claims[0], [claims[1]], one).kind).toBe('unclear')
  // Back at a port it had, it is the one that was there.
  const back = [device({ path: '/dev/hidraw0', port: '1-2:1.0' })]
  expect(findDevice(claims[0], [claims[1]], back).kind).toBe('absent')
  expect(findDevice(claims[1], [claims[0]], back).kind).toBe('device')
})

test('a port named in the devices file decides between equal devices from the first day', () => {
  const both = [device({ path: '/dev/hidraw0' }), device({ path: '/dev/hidraw1', port: '1-2:1.0' })]
  const wanted: Wanted = { ...ANY_SCANNER, port: '1-2:1.0' }
  const other: Wanted = { ...ANY_SCANNER, port: '1-1:1.0' }
  expect(findDevice(fresh(wanted), [fresh(other)], both)).toMatchObject({ device: both[1] })
})

test('devices that all have the same serial number are told apart by their ports', () => {
  const serial = '00000000'
  const left = device({ path: '/dev/hidraw0', serial, port: '1-1:1.0' })
  const right = device({ path: '/dev/hidraw1', serial, port: '1-2:1.0' })
  const mine = { wanted: ANY_SCANNER, had: right }
  expect(findDevice(mine, [], [left, right])).toMatchObject({ device: right })
})

test('[FAULT-19] a serial number swapped to another node is followed, also from a path in the devices file', () => {
  const scale = device({ path: '/dev/ttyACM0', serial: 'SCALE', port: '1-1:1.0' })
  const scanner = device({ path: '/dev/ttyACM1', serial: 'SCANNER', port: '1-2:1.0' })
  const claims: [Claim, Claim] = [
    { wanted: at('/dev/ttyACM0'), had: scale },
    { wanted: at('/dev/ttyACM1'), had: scanner },
  ]
  const swapped = [
    { ...scale, path: '/dev/ttyACM1' },
    { ...scanner, path: '/dev/ttyACM0' },
  ]
  expect(findDevice(claims[0], [claims[1]], swapped)).toMatchObject({ device: swapped[0] })
  const alone = [{ ...scanner, path: '/dev/ttyACM0' }]
  expect(findDevice(claims[0], [claims[1]], alone)).toMatchObject({ kind: 'absent' })
})

test('a path the system does not list is opened as it is', () => {
  expect(findDevice(fresh(at('/tmp/ttyScale')), [], [])).toEqual({
    kind: 'unlisted',
    path: '/tmp/ttyScale',
  })
})

test('a kind that is not plugged in is absent, by its name in the devices file', () => {
  expect(findDevice(fresh(ANY_SCANNER), [], [])).toEqual({
    kind: 'absent',
    detail: 'No device 0c2e:0b61 is plugged in',
  })
})

test('[FAULT-19] whatever is plugged in, two links never get one device', () => {
  const some = fc.record({
    node: fc.nat(5),
    serial: fc.constantFrom(null, 'A', 'B'),
    port: fc.constantFrom('1-1:1.0', '1-2:1.0', '1-3:1.0'),
  })
  const devices = fc
    .uniqueArray(some, { selector: ({ node }) => node, maxLength: 5 })
    .map((list) =>
      list.map(({ node, serial, port }) => device({ path: `/dev/hidraw${node}`, serial, port })),
    )
  fc.assert(
    fc.property(fc.array(devices, { minLength: 1, maxLength: 6 }), (plugs) => {
      const claims = [fresh(ANY_SCANNER), fresh(ANY_SCANNER)]
      for (const attached of plugs) {
        const taken = claims.map((claim) => {
          const others = claims.filter((other) => other !== claim)
          const found = findDevice(claim, others, attached)
          if (found.kind !== 'device') return null
          claim.had = found.device
          return found.device.path
        })
        const paths = taken.filter((path) => path !== null)
        expect(new Set(paths).size).toBe(paths.length)
      }
    }),
  )
})
