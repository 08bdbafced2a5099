import { readBrotherStatuses } from './brother-status.ts'
import type { PrinterDialect } from './printer-dialect.ts'

const ESC = 0x1b

/** More than any line of a picture has, so that one that was cut is filled up and over. */
const INVALIDATE_BYTES = 200

/** Brother's QL raster. It must not be asked while it prints; it says by itself when it is done. */
export const brotherDialect: PrinterDialect = {
  language: 'brother-ql',
  cleanUp: () => Buffer.concat([new Uint8Array(INVALIDATE_BYTES), new Uint8Array([ESC, 0x40])]),
  questions: [
    {
      bytes: new Uint8Array([ESC, 0x69, 0x53]),
      read: (heard) => readBrotherStatuses(heard).at(0),
    },
  ],
  ending: { by: 'push' },
  readPushed: readBrotherStatuses,
  silence: 'The printer does not answer: check that it is on and its cover is closed',
}
