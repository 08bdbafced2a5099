import type { Say, TextKey } from '../text/text.ts'

/** Sentences of the host about its devices that people meet every week, and their words here. */
const KNOWN: Readonly<Record<string, TextKey>> = {
  'The print head or cover is open': 'host.head-open',
  'The labels have run out': 'host.paper-out',
  'The labels are nearly used up': 'host.paper-low',
  'The ribbon has run out': 'host.ribbon-out',
  'A label is jammed': 'host.jam',
  'The cutter is stuck': 'host.cutter',
  'The print head is too hot': 'host.overheat',
  'The printer is paused or offline': 'host.paused',
  "The printer's memory is full": 'host.buffer-full',
  'The printer is stopped': 'host.stopped',
  'The connection ended': 'host.unplugged',
  'The printer took the whole label': 'host.taken',
  'The printer has nothing left to print': 'host.printed',
}

/** What it says of a plug or an address, which it names; the system's own name of the error is left away. */
const NAMING: readonly (readonly [RegExp, TextKey])[] = [
  [/^Nothing answers at (.+?)(?: \(\w+\))?$/, 'host.no-answer'],
  [/^(.+) did not answer in time$/, 'host.too-late'],
  [/^No permission to open (.+)$/, 'host.no-permission'],
  [/^(.+) is in use by another program$/, 'host.in-use'],
  [/^(.+) is not there$/, 'host.not-there'],
]

/** What the host says of a device, in the language of the screen where it is a common sentence. */
export function hostWords(detail: string, say: Say): string {
  const key = KNOWN[detail]
  if (key !== undefined) return say(key)
  for (const [sentence, naming] of NAMING) {
    const place = sentence.exec(detail)?.[1]
    if (place !== undefined) return say(naming, { place })
  }
  return detail
}
