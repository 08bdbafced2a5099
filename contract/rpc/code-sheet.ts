import { z } from 'zod'
import { LogOrderInput } from './log-order.ts'
import { CloseTrouble } from './refusal-view.ts'

/** Codes that a bench prints on its own label printer, a label each. */
export const CODE_SHEETS = [
  'commands',
  'reasons',
  'quantities',
  'totes',
  'lists',
  'places',
] as const
export type CodeSheetName = (typeof CODE_SHEETS)[number]

/** Labels of one order; a warehouse with more shelves prints them at the office. */
export const CODE_LABELS_MAX = 200

/** Characters of a word on a label. */
const WORD_MAX = 60

/** Which codes, what the screen calls them in its language, and the supervisor behind it. */
export const CodeSheetInput = LogOrderInput.extend({
  sheet: z.enum(CODE_SHEETS),
  words: z.record(z.string().max(WORD_MAX), z.string().max(WORD_MAX)),
})
export type CodeSheetInput = z.infer<typeof CodeSheetInput>

/** `labels` were begun; `trouble` is why nothing could be. */
export const CodeSheetAnswer = z.discriminatedUnion('accepted', [
  z.object({
    accepted: z.literal(true),
    labels: z.int(),
    trouble: z.enum(['no-printer', 'printer-not-ready', 'nothing-to-print']).nullable(),
  }),
  z.object({ accepted: z.literal(false), trouble: CloseTrouble }),
])
export type CodeSheetAnswer = z.infer<typeof CodeSheetAnswer>

/** What somebody who helps from afar asks about first. */
export const AboutBench = z.object({
  appVersion: z.string(),
  dataFolder: z.string(),
  /** Null where no devices are set up. */
  devicesFile: z.string().nullable(),
})
export type AboutBench = z.infer<typeof AboutBench>
