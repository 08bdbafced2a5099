import { z } from 'zod'
import { PROBLEMS, type ProblemCode } from './problems.ts'
import type { RouteDefinition } from './route.ts'

/** Largest file of order intents, after decompression. */
export const IMPORT_BYTES_MAX = 5 * 1024 * 1024

/** Most rows that one file of order intents may have, its header apart. */
export const IMPORT_ROWS_MAX = 10_000

/** What became of the order that a row belongs to. */
export const ImportOutcome = z.enum(['confirmed', 'backordered', 'replayed', 'refused'])
export type ImportOutcome = z.infer<typeof ImportOutcome>

export const ImportedRow = z.object({
  row: z.int().min(1).describe('The line of the file that the row begins on; the first is 1.'),
  orderIntentId: z.string(),
  outcome: ImportOutcome,
  orderNumber: z.string().optional(),
  code: z
    .enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]])
    .optional()
    .describe('Why it was refused.'),
  detail: z.string().optional(),
})
export type ImportedRow = z.infer<typeof ImportedRow>

export const intentImportRoutes = {
  importOrderIntents: {
    method: 'POST',
    path: '/v1/order-intents/import',
    tag: 'Orders',
    summary:
      'Take on a file of order intents, one line of an order a row. Each order is taken on or refused by ' +
      'itself; the same file again changes nothing',
    description:
      'UTF-8 with a header row, separated by semicolon, tab or comma. Rows with the same ' +
      '`sourceSystem` and `orderIntentId` are lines of one order. Columns: `sourceSystem`, ' +
      '`orderIntentId`, `customerRef`, `name`, `line1`, `postalCode`, `city`, `country`, `sku`, ' +
      '`quantity` are needed; `contractVersion`, `region`, `warehouse`, `deliveryDate`, ' +
      '`fulfilment`, `payment`, `allowBackorder`, `externalOrderId`, `submittedAt`, `unit`, ' +
      '`unitPriceCents`, `lineRef` may be there; others are named in `ignoredColumns`. A long file may ' +
      'be sent in parts of whole orders; `reportRow` then holds the line that a row has in the whole ' +
      'file, and the report gives it. Always 200 once the file could be read: the report says what ' +
      'became of each row.',
    auth: 'office',
    scope: 'orders:write',
    bodyType: 'text/csv',
    body: z.string(),
    bodyBytesMax: IMPORT_BYTES_MAX,
    answers: {
      200: {
        summary: 'What became of each row',
        body: z.object({
          rows: z.int(),
          orders: z.int().describe('Orders that are new.'),
          replayed: z.int().describe('Orders that were taken on before.'),
          refused: z.int(),
          ignoredColumns: z.array(z.string()).describe('Columns whose names mean nothing here.'),
          report: z.array(ImportedRow),
        }),
      },
    },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>
