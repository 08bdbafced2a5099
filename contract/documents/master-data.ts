import { z } from 'zod'
import { Grams, Quantity, Reference, Text, VolumeCm3 } from './ids.ts'

/** What every bench must know of its own building. `qrKey` signs unit labels (hex, 32 bytes). */
export const Warehouse = z.object({
  code: Reference,
  name: Text,
  timezone: z.string(),
  gs1CompanyPrefix: z.string().regex(/^\d{6,11}$/, 'six to eleven digits'),
  address: z.string(),
  qrKey: z.string(),
  qrPersonalData: z.enum(['full', 'minimal']),
  /** Benches report picks per hour of each person too; absent is no. */
  personFigures: z.boolean().optional(),
})
export type Warehouse = z.infer<typeof Warehouse>

/** A delivery region: its cut-off is wall-clock time in `timezone`, weekdays are ISO (1 = Monday). */
export const Region = z.object({
  code: Reference,
  name: Text,
  timezone: z.string(),
  cutOff: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, as 14:00'),
  deliveryWeekdays: z.array(z.int().min(1).max(7)),
  closedDates: z.array(z.iso.date()),
})
export type Region = z.infer<typeof Region>

/** What a unit is packed in. `tareGrams` is its own empty weight. */
export const Packaging = z.object({
  code: Reference,
  name: Text,
  kind: z.enum(['carton', 'pallet']),
  tareGrams: Grams,
  maxWeightGrams: Grams.optional(),
  maxVolumeCm3: VolumeCm3.optional(),
})
export type Packaging = z.infer<typeof Packaging>

/** One printed code of a product and how many base units a scan of it means. */
export const ProductBarcode = z.object({ code: z.string().min(1).max(48), quantity: Quantity })

/** A sellable thing. Weights are of one base unit. */
export const Product = z.object({
  sku: Reference,
  name: Text,
  barcodes: z.array(ProductBarcode).max(50),
  weightGrams: Grams,
  volumeCm3: VolumeCm3,
  tracking: z.enum(['none', 'lot', 'serial']),
  singleLot: z.boolean().optional(),
  salesUnits: z
    .array(z.object({ code: Reference, numerator: Quantity, denominator: Quantity }))
    .max(20)
    .optional(),
  weightToleranceGrams: Grams.optional(),
  location: Reference.optional(),
})
export type Product = z.infer<typeof Product>

export const OperatorRole = z.enum(['picker', 'loader', 'supervisor'])
export type OperatorRole = z.infer<typeof OperatorRole>

/**
 * Who works. Benches hold only `badgeHash` (hex SHA-256 of the badge code), never the code, and
 * `pinHash` (argon2id with its parameters, as `$argon2id$v=19$m=…,t=…,p=1$salt$tag`) of those who
 * have a PIN. `active` is only there when it is false: nobody works under that name any more.
 */
export const Operator = z.object({
  ref: Reference,
  name: Text,
  roles: z.array(OperatorRole),
  badgeHash: z.string(),
  pinHash: z.string().max(300).optional(),
  active: z.boolean().optional(),
})
export type Operator = z.infer<typeof Operator>

/**
 * SSCC serials leased to one station (NUM-1); the document's id is the station's. `prefix` is the
 * extension digit and the company prefix; serials run from `from` to `to`, both included, padded to
 * seventeen digits in all. A station uses only ranges of its own incarnation (ID-4).
 */
export const NumberRange = z.object({
  stationId: z.string(),
  ranges: z.array(
    z.object({
      incarnation: z.string(),
      prefix: z.string().regex(/^\d{7,12}$/),
      from: z.int().min(0),
      to: z.int().min(0),
    }),
  ),
})
export type NumberRange = z.infer<typeof NumberRange>

/** Something a person must look at, as benches see it. */
export const ExceptionNote = z.object({
  id: z.string(),
  code: z.string(),
  status: z.enum(['open', 'closed']),
  openedAt: z.iso.datetime(),
  stationId: z.string().nullable(),
  operatorId: z.string().nullable(),
  reference: z.string(),
  sentence: z.string(),
})
export type ExceptionNote = z.infer<typeof ExceptionNote>
