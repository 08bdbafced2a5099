import { z } from 'zod'

/** Longest name, reason or address line anyone may type; longer text is refused, never cut. */
export const TEXT_MAX = 200

/** Longest identifier a customer's own system may hand us (SKU, order reference, region code). */
export const REFERENCE_MAX = 64

/** No warehouse line, count or barcode means more base units than this; larger is a mistyped number. */
export const QUANTITY_MAX = 1_000_000

/** Ten tonnes: more than any scale, pallet or product here carries. */
export const GRAMS_MAX = 10_000_000

/** No control characters and no half of a surrogate pair: what a label, a page and a database can hold. */
export const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u

/** Any printable text a person typed. */
export const Text = z.string().trim().min(1).max(TEXT_MAX).regex(PRINTABLE, 'printable text')

/** A customer's or our own identifier: printable, without blanks at the ends. */
export const Reference = z
  .string()
  .min(1)
  .max(REFERENCE_MAX)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'printable ASCII without outer blanks')

/** Eighteen digits of an SSCC, GS1 General Specifications 3.2.1. Check digits are verified at the edge. */
export const UnitId = z.string().regex(/^\d{18}$/, 'eighteen digits')

/** A calendar day in the warehouse's own zone. */
export const Day = z.iso.date()

/** An instant in UTC, ISO 8601. */
export const Instant = z.iso.datetime()

/** Whole base units, at least one. */
export const Quantity = z.int().min(1).max(QUANTITY_MAX)

/** Whole base units, none allowed. */
export const Count = z.int().min(0).max(QUANTITY_MAX)

/** Mass in whole grams, never negative. */
export const Grams = z.int().min(0).max(GRAMS_MAX)

/** Ten cubic metres, in cm³. */
export const VOLUME_MAX = 10_000_000

/** Volume in whole cubic centimetres. */
export const VolumeCm3 = z.int().min(0).max(VOLUME_MAX)

/** Where goods go: the receiving party and its address. */
export const ShipTo = z.object({
  name: Text,
  line1: Text,
  postalCode: z.string().trim().min(1).max(20).regex(PRINTABLE, 'printable text'),
  city: Text,
  country: z.string().regex(/^[A-Z]{2}$/, 'ISO 3166 alpha-2'),
})
export type ShipTo = z.infer<typeof ShipTo>

/** Longest lot or serial number, as in GS1's AI 10 and 21. */
const LOT_LENGTH_MAX = 20

/** The number of a lot (batch) as it is printed on goods. */
export const Lot = z.string().min(1).max(LOT_LENGTH_MAX)
