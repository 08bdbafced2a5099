import { ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../clock.ts'
import type { ByteLink, LinkFault } from '../devices/link/byte-link.ts'
import { openTcpLink } from '../devices/link/tcp-link.ts'

/** Reports of a HID device in a test: all of one size. */
const REPORT_BYTES = 64

/**
 * A HID device over TCP: the same door as the real one, where `onData` gives one report at a time and
 * `write` sends one. Reports shorter than the size are filled up, as the USB stack does.
 */
export async function openReportLink(
  target: { host: string; port: number },
  clock: Clock,
): Promise<Result<ByteLink, LinkFault>> {
  const opened = await openTcpLink(target, clock)
  if (!opened.ok) return opened
  const link = opened.value
  let pending = Buffer.alloc(0)
  return ok({
    ...link,
    write: (bytes) => {
      const report = new Uint8Array(REPORT_BYTES)
      report.set(bytes.subarray(0, REPORT_BYTES))
      return link.write(report)
    },
    onData: (run) =>
      link.onData((bytes) => {
        pending = Buffer.concat([pending, bytes])
        while (pending.length >= REPORT_BYTES) {
          const report = new Uint8Array(pending.subarray(0, REPORT_BYTES))
          pending = pending.subarray(REPORT_BYTES)
          run(report)
        }
      }),
  })
}
