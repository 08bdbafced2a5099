import { expect, test } from 'vitest'
import { idsInTestNames } from './support/ids-in-test-names.ts'

/** What devices do wrong sooner or later. Each is played to the real drivers by tests that name it. */
const FAULTS = [
  'the printer is unplugged in the middle of a label',
  'the paper is out before or during a job',
  'the head is opened and closed again',
  'the connection is cut after any byte of a label',
  'a printer takes the connection and never reads',
  'a printer talks back and closes with a reset',
  'the path of a device is gone, and comes back',
  'two programs want one printer',
  'a text holds what the printer takes for commands',
  'a scale never comes to rest',
  'overload, underload, below zero, and a zero that means overload',
  'a power-on message or a late answer comes between',
  'frames come split, joined, with garbage, or without an end',
  'the parity or the speed is wrong',
  'the unit changes, the first reading is stale, the goods were not removed',
  'one code is read twice, or two goods have the same code',
  'a GS1 code has lost its separator, its AIM id, its check digit or a valid date',
  'a scanner that types has the wrong layout, or a person types along',
  'devices come back elsewhere, look the same, or may not be opened',
  'a driver crashes or hangs during a scan, a capture or a print',
]

const named = idsInTestNames('tests/device-faults.test.ts')

test.each(FAULTS.map((what, index) => ({ id: `FAULT-${index + 1}`, what })))(
  '$id has a test that names it: $what',
  ({ id }) => {
    const proofs = [...named].filter(([, ids]) => ids.has(id)).map(([path]) => path)
    expect(proofs).not.toEqual([])
  },
)

test('no test names a fault that is not listed', () => {
  const known = FAULTS.map((_, index) => `FAULT-${index + 1}`)
  const strangers = [...named].flatMap(([path, ids]) =>
    [...ids]
      .filter((id) => id.startsWith('FAULT-') && !known.includes(id))
      .map((id) => `${path} ${id}`),
  )
  expect(strangers).toEqual([])
})
