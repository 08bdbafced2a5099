import { setImmediate as breathe } from 'node:timers/promises'
import { SUPPORT_FILE_BYTES_MAX } from '#contract/sync/limits.ts'
import type { RecordedEvent } from '../devices/recorder/recorded-event.ts'
import type { OfficeClient } from '../sync/office-client.ts'

/** The one long call of a bench: some megabytes over bad Wi-Fi. */
const SEND_TIMEOUT_MS = 60_000

/** Events that are measured at once; scans come before the next ones. */
const EVENTS_AT_ONCE = 500

/** After a failure as many requests are left out as failed before, up to this many: a few minutes. */
const LEFT_OUT_MAX = 10

/** Bytes that the file has besides its recording are kept free beside these. */
const SPARE_BYTES = 1_024

type File = { flight: RecordedEvent[] }

type Parts = {
  office: Pick<OfficeClient, 'ask'>
  /** Makes the file; it reads the disk, and nothing waits for it. */
  make: () => Promise<File>
  onTrouble: (text: string) => void
}

/**
 * Sends the support file that the office waits for. The office asks with every answer to a heartbeat until it has
 * it; one file is made at a time, and one that could not be sent is not made anew each time.
 */
export function createSupportSender({ office, make, onTrouble }: Parts): (id: string) => void {
  let isSending = false
  let failures = 0
  let leftOut = 0

  async function send(id: string): Promise<void> {
    const file = await withinLimit(await make())
    const answer = await office.ask?.('/v1/stations/support-files', {
      body: { id, file },
      timeoutMs: SEND_TIMEOUT_MS,
    })
    if (answer === undefined || answer.ok) failures = 0
    else {
      failures = Math.min(failures + 1, LEFT_OUT_MAX)
      onTrouble(`the support file could not be sent: ${answer.failure.kind}`)
    }
  }

  return (id) => {
    if (isSending) return
    if (leftOut < failures) {
      leftOut += 1
      return
    }
    leftOut = 0
    isSending = true
    void send(id)
      .catch((error: unknown) => {
        failures = Math.min(failures + 1, LEFT_OUT_MAX)
        onTrouble(`the support file could not be made: ${String(error)}`)
      })
      .finally(() => {
        isSending = false
      })
  }
}

/** The same file with as much of its recording as fits, the newest events, and always the first line. */
export async function withinLimit<T extends File>(
  file: T,
  bytesMax = SUPPORT_FILE_BYTES_MAX,
): Promise<T> {
  const { flight, ...rest } = file
  const [head] = flight
  if (head === undefined) return file
  let left = bytesMax - SPARE_BYTES - bytesOf(rest) - bytesOf(head)
  let from = flight.length
  for (; from > 1; from -= 1) {
    if (from % EVENTS_AT_ONCE === 0) await breathe()
    left -= bytesOf(flight[from - 1])
    if (left < 0) break
  }
  // The first line says which devices there are; without it the rest can't be played.
  return { ...file, flight: [head, ...flight.slice(Math.max(1, from))] }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1
}
