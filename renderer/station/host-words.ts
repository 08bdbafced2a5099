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

/** What the host says of a device, in the language of the screen where it is a common sentence. */
export function hostWords(detail: string, say: Say): string {
  const key = KNOWN[detail]
  return key === undefined ? detail : say(key)
}
