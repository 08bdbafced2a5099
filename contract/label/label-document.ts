import { z } from 'zod'

/**
 * A label as it should look, in millimetres from the top-left corner of the media. Printers of
 * different densities and languages render the same document; `fontMm` is the height of a capital
 * and a text's `yMm` the top of its first line's capitals. Barcodes are bars and nothing else: the line
 * people read is a text element of its own. A QR has error correction M.
 */
export const LabelElement = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    xMm: z.number(),
    yMm: z.number(),
    fontMm: z.number(),
    text: z.string().max(200),
    /** Text wider than this wraps; lines beyond `maxLines` are cut with an ellipsis. */
    widthMm: z.number().optional(),
    maxLines: z.int().optional(),
    align: z.enum(['left', 'center', 'right']).optional(),
  }),
  z.object({
    kind: z.literal('gs1-128'),
    xMm: z.number(),
    yMm: z.number(),
    heightMm: z.number(),
    /** Width of the narrowest bar; GS1 asks 0.495 to 1.016 mm for logistic labels. */
    moduleMm: z.number(),
    elements: z.array(z.object({ ai: z.string(), value: z.string() })),
  }),
  z.object({
    kind: z.literal('code-128'),
    xMm: z.number(),
    yMm: z.number(),
    heightMm: z.number(),
    moduleMm: z.number(),
    text: z.string(),
  }),
  z.object({
    kind: z.literal('qr'),
    xMm: z.number(),
    yMm: z.number(),
    moduleMm: z.number(),
    text: z.string().max(600),
  }),
  z.object({
    kind: z.literal('line'),
    xMm: z.number(),
    yMm: z.number(),
    widthMm: z.number(),
    heightMm: z.number(),
  }),
])
export type LabelElement = z.infer<typeof LabelElement>

/** A page that is no unit's label. */
export const LabelSheet = z.object({
  kind: z.literal('loading-list'),
  /** The load's number. */
  load: z.string().max(100),
  page: z.int(),
  pages: z.int(),
})
export type LabelSheet = z.infer<typeof LabelSheet>

export const LabelDocument = z.object({
  /** Of what hangs on no unit: what it is. Printers are not told. */
  sheet: LabelSheet.optional(),
  widthMm: z.number(),
  heightMm: z.number(),
  elements: z.array(LabelElement),
})
export type LabelDocument = z.infer<typeof LabelDocument>
