import { expect, test } from 'vitest'
import { nl } from '../text/nl.ts'
import type { Say } from '../text/text.ts'
import { hostWords } from './host-words.ts'

const texts: Record<string, string> = nl
const zeg: Say = (key, values) =>
  (texts[key] ?? key).replace('{{place}}', String(values?.['place'] ?? ''))

test('a device that can not be reached is told in the language of the screen, without names of errors', () => {
  const told = [
    'Nothing answers at scale:9002 (ECONNREFUSED)',
    'scale:9002 did not answer in time',
    'No permission to open /dev/ttyUSB0',
    '/dev/ttyUSB0 is in use by another program',
    '/dev/ttyUSB0 is not there',
    'The printer took the whole label',
  ].map((detail) => hostWords(detail, zeg))
  expect(told).toEqual([
    'Op scale:9002 antwoordt niets.',
    'scale:9002 antwoordt niet.',
    'Deze computer mag /dev/ttyUSB0 niet openen.',
    'Een ander programma gebruikt /dev/ttyUSB0.',
    '/dev/ttyUSB0 is er niet.',
    'De printer heeft het hele label aangenomen.',
  ])
})

test('what the screen has no words for stands as the host said it', () => {
  expect(hostWords('Brand new trouble', zeg)).toBe('Brand new trouble')
})
