import { readAutomaticStatus, readInTurnStatus, readRealTimeStatus } from './escpos-status.ts'
import type { PrinterDialect, PrinterQuestion } from './printer-dialect.ts'
import { UNKNOWN_PAYLOAD_BYTES } from './printer-dialect.ts'

const DLE = 0x10
const EOT = 0x04
const ESC = 0x1b
const GS = 0x1d

/**
 * From here on the printer tells of offline, errors and paper by itself. It stands behind the label, as
 * the label's own beginning would end it, and its question is answered in its turn.
 */
const TELL_CHANGES_AND_END = new Uint8Array([GS, 0x61, 0x0e, GS, 0x72, 1])

/** The longest beginning of a command that says how many bytes follow. */
const HEAD_BYTES_MAX = 8

const INITIALISE = new Uint8Array([ESC, 0x40])
const FEED_AND_CUT = new Uint8Array([GS, 0x56, 0x42, 0])

/**
 * Receipt printers that print labels. `DLE EOT` acts at once, so inside a command's own bytes it would be
 * taken for data: it goes out between jobs only. Behind a label `GS r 1` is answered in its turn.
 */
export const escPosDialect: PrinterDialect = {
  language: 'escpos',
  cleanUp: escPosCleanUp,
  questions: [realTime(1), realTime(2), realTime(3), realTime(4)],
  ending: {
    by: 'turn',
    question: { bytes: TELL_CHANGES_AND_END, read: readInTurnStatus },
  },
  readPushed: readAutomaticStatus,
  silence: 'The printer does not answer: check that it is on, its paper and its cover',
}

function realTime(n: 1 | 2 | 3 | 4): PrinterQuestion {
  return {
    bytes: new Uint8Array([DLE, EOT, n]),
    read: (heard) => readRealTimeStatus(n, heard),
  }
}

/**
 * Zeros fill up a picture or code that still waits for bytes, and mean nothing elsewhere. Then the
 * printer forgets the rest, and the paper with half a label on it is cut off.
 */
function escPosCleanUp(cutJob: Uint8Array | null): Uint8Array {
  const fill = new Uint8Array(cutJob === null ? UNKNOWN_PAYLOAD_BYTES : largestPayload(cutJob))
  return Buffer.concat([fill, INITIALISE, FEED_AND_CUT])
}

/** What the longest picture, code or text claims; a claim is never more than the job has. */
function largestPayload(job: Uint8Array): number {
  let largest = 0
  for (let at = 0; at < job.length; at += 1) {
    if (job[at] !== GS && job[at] !== ESC) continue
    largest = Math.max(largest, claimedBytes(job.subarray(at, at + HEAD_BYTES_MAX)))
  }
  return Math.min(largest + HEAD_BYTES_MAX, job.length)
}

function claimedBytes(head: Uint8Array): number {
  const [lead, command, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = head
  if (lead === ESC) return command === 0x2a ? (b + c * 256) * 3 : 0
  if (lead !== GS) return 0
  switch (command) {
    case 0x76: // GS v 0 m: width in bytes, height in dots
      return (c + d * 256) * (e + f * 256)
    case 0x28: // GS ( and a letter
      return b + c * 256
    case 0x38: // GS 8 L, with a length of four bytes
      return b + c * 256 + d * 65_536 + e * 16_777_216
    case 0x6b: // GS k: a bar code of up to 255 characters
      return a === 0 ? 0 : 255
    default:
      return 0
  }
}
