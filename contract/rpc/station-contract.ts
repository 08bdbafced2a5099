import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { BenchView, PrintJobView, QueueEntry, ScaleView, Topic } from './bench-view.ts'

/** Longest text a screen may hand in as a scan. */
export const SCREEN_SCAN_TEXT_MAX = 600

/** Rows of the queue or print panel in one answer. */
export const PANEL_ROWS_MAX = 500

/**
 * What a screen may call on a bench. Screens ask; `watch` only says which topic to ask again.
 * `scan` is what a scanner would have sent, a big touch button sends its command code the same way.
 */
export const stationContract = {
  bench: oc.output(BenchView),
  scale: oc.output(ScaleView),
  scan: oc
    .input(z.object({ text: z.string().min(1).max(SCREEN_SCAN_TEXT_MAX) }))
    .output(z.object({ accepted: z.boolean() })),
  command: oc
    .input(
      z.object({
        name: z.enum([
          'ACK',
          'UNDO',
          'SHORT',
          'CLOSE',
          'WEIGH',
          'REPRINT',
          'CONFIRM',
          'NEXT',
          'YES',
          'NO',
          'CANCEL',
          'SIGNOUT',
        ]),
      }),
    )
    .output(z.object({ accepted: z.boolean() })),
  reason: oc
    .input(z.object({ name: z.string().max(40) }))
    .output(z.object({ accepted: z.boolean() })),
  /** The PIN of the supervisor whose badge was scanned; from the screen's pad, kept nowhere. */
  answerPin: oc
    .input(z.object({ digits: z.string().regex(/^\d{4,12}$/) }))
    .output(z.object({ accepted: z.boolean() })),
  queue: oc
    .input(z.object({ limit: z.int().min(1).max(PANEL_ROWS_MAX) }))
    .output(z.array(QueueEntry)),
  printJobs: oc
    .input(z.object({ limit: z.int().min(1).max(PANEL_ROWS_MAX) }))
    .output(z.array(PrintJobView)),
  /** The label of a job as a PNG data URL is drawn by the screen from its document. */
  label: oc
    .input(z.object({ jobId: z.string() }))
    .output(z.object({ document: z.unknown() }).nullable()),
  codes: oc.output(z.array(z.object({ name: z.string(), code: z.string() }))),
  watch: oc.output(eventIterator(z.object({ topic: Topic }))),
}
