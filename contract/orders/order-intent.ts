import { z } from 'zod'
import {
  Day,
  Instant,
  PRINTABLE,
  Quantity,
  QUANTITY_MAX,
  Reference,
  ShipTo,
  Text,
} from '../documents/ids.ts'

/** No wholesale order has more lines than this; a longer one is a mistake or an attack. */
export const ORDER_LINES_MAX = 500

/** Longest identifier another system may give its own intent. */
export const INTENT_ID_MAX = 128

/** Highest unit price, in cents: ten million. */
export const UNIT_PRICE_CENTS_MAX = 1_000_000_000

/** Sales quantities (square metres) carry at most this many decimals. */
export const SALES_QUANTITY_DECIMALS = 3

/** An identifier that another system gives its own things. */
export const OtherSystemsId = z
  .string()
  .min(1)
  .max(INTENT_ID_MAX)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'printable ASCII without outer blanks')

/** A quantity in a named sales unit, such as 23.75 m2. */
const SalesQuantity = z
  .number()
  .positive()
  .max(QUANTITY_MAX)
  .refine(hasFewDecimals, `at most ${SALES_QUANTITY_DECIMALS} decimals`)
  .describe(
    `Whole base units; with \`unit\` as many of those, with up to ${SALES_QUANTITY_DECIMALS} decimals.`,
  )

/** Versions of this contract that the office reads; an intent without one is of the first. */
export const INTENT_VERSIONS = ['1', '2'] as const
export const INTENT_VERSION_DEFAULT = '1'

/** How sources write a version: 1, '1', '1.0' or 'v1'. Only the first part ever changes a meaning. */
const WRITTEN_VERSION = /^v?(\d{1,4})(?:\.\d{1,4}){0,2}$/

/** Longest reference a source may give a line of its own. */
export const LINE_REF_MAX = 64

/** One wanted product. Without `unit` the quantity counts base units and is a whole number. */
export const OrderIntentLine = z
  .object({
    sku: Reference,
    quantity: SalesQuantity,
    unit: Reference.optional(),
    unitPriceCents: z.int().min(0).max(UNIT_PRICE_CENTS_MAX).optional(),
    lineRef: z
      .string()
      .trim()
      .min(1)
      .max(LINE_REF_MAX)
      .regex(PRINTABLE)
      .optional()
      .describe("The source's own name of the line. Version 2."),
  })
  .refine((line) => line.unit !== undefined || Quantity.safeParse(line.quantity).success, {
    path: ['quantity'],
    message: 'whole base units, at least one',
  })
  .describe('One wanted product.')
export type OrderIntentLine = z.infer<typeof OrderIntentLine>

/** Money as the source computed it, kept as it came. */
const Totals = z
  .record(z.string().max(40), z.union([z.number(), z.string().max(40), z.null()]))
  .refine((totals) => Object.keys(totals).length <= 20, 'at most 20 totals')
  .describe('Money as the source computed it, kept as it came; at most 20 members.')

const IntentMembers = z
  .object({
    sourceSystem: Reference,
    orderIntentId: OtherSystemsId,
    customerRef: Reference,
    shipTo: ShipTo,
    region: Reference.optional().describe(
      'Where the order is delivered; an order to collect needs none.',
    ),
    warehouse: Reference.optional().describe(
      "Where an order is collected, MAIN by default; a delivery's is its region's.",
    ),
    deliveryDate: Day.optional(),
    lineItems: z.array(OrderIntentLine).min(1).max(ORDER_LINES_MAX),
    submittedAt: Instant.or(z.iso.datetime({ offset: true })),
    contractVersion: z
      .string()
      .min(1)
      .max(40)
      .optional()
      .describe("`1` when absent. Read by its first part: 1, '1.0' and 'v1' are the same."),
    externalOrderId: Text.optional(),
    totals: Totals.optional(),
    fulfilment: z.enum(['delivery', 'collect']).optional(),
    allowBackorder: z.boolean().optional(),
    payment: z
      .enum(['on-account', 'prepaid'])
      .optional()
      .describe('`prepaid` waits for its payment before anybody picks. Version 2.'),
  })
  .refine((intent) => intent.fulfilment === 'collect' || intent.region !== undefined, {
    path: ['region'],
    message: 'a delivery needs a region',
  })
  .refine((intent) => intent.payment !== 'prepaid' || intent.contractVersion !== undefined, {
    path: ['payment'],
    message: 'prepaid orders need contractVersion 2',
  })
  .describe(
    'What another system asks to have delivered. A delivery needs a `region`. Members that its `contractVersion` does not know are left out.',
  )

/**
 * What another system asks us to deliver; (sourceSystem, orderIntentId) names it for ever. Members
 * that its version does not know are left out, as any unknown one is (docs/ORDER-INTENTS.md).
 */
export const OrderIntent = z.preprocess(withoutLaterMembers, IntentMembers)
export type OrderIntent = z.infer<typeof OrderIntent>

/** True for an intent of a version that the office reads. */
export function isKnownVersion({ contractVersion }: OrderIntent): boolean {
  const version = contractVersion ?? INTENT_VERSION_DEFAULT
  return (INTENT_VERSIONS as readonly string[]).includes(version)
}

/** The region an order goes to; null when the customer collects it. */
export function regionOf({ fulfilment, region }: OrderIntent): string | null {
  return fulfilment === 'collect' ? null : (region ?? null)
}

/**
 * The text whose hash says whether two posts of one intent are the same: keys sorted at every
 * level, `submittedAt` left out, because a retry may stamp it anew.
 */
export function canonicalIntent(intent: OrderIntent): string {
  const { submittedAt: _stamped, ...rest } = intent
  return canonicalJson(rest)
}

/** JSON with object keys in sorted order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/**
 * Base units for a quantity in a sales unit: quantity · numerator / denominator, exactly, and up to
 * the next whole one (square metres become whole packs). `isRounded` says that it was not whole.
 */
export function baseQuantity(
  quantity: number,
  ratio: { numerator: number; denominator: number },
): { quantity: number; isRounded: boolean } {
  const scale = 10n ** BigInt(SALES_QUANTITY_DECIMALS)
  const scaled = BigInt(Math.round(quantity * Number(scale)))
  const dividend = scaled * BigInt(ratio.numerator)
  const divisor = scale * BigInt(ratio.denominator)
  const whole = dividend / divisor
  const isRounded = whole * divisor !== dividend
  return { quantity: Number(isRounded ? whole + 1n : whole), isRounded }
}

/** A source of version 1 may mean something else by a name that version 2 took. */
function withoutLaterMembers(value: unknown): unknown {
  if (!isRecord(value)) return value
  const { contractVersion, ...members } = value
  const version = majorOf(contractVersion)
  const read = version === undefined ? members : { ...members, contractVersion: version }
  if ((version ?? INTENT_VERSION_DEFAULT) !== INTENT_VERSION_DEFAULT) return read
  // Whoever names no version and asks for our own word `prepaid` means it, and must hear that it needs version 2.
  if (version === undefined && value['payment'] === 'prepaid') return read
  const { payment: _payment, ...rest } = read as Record<string, unknown>
  const { lineItems } = rest
  return Array.isArray(lineItems) ? { ...rest, lineItems: lineItems.map(withoutLineRef) } : rest
}

/** The version's first part where it is written as one; anything else as it is, to be refused by name. */
function majorOf(version: unknown): unknown {
  const written = typeof version === 'number' ? String(version) : version
  return typeof written === 'string' ? (WRITTEN_VERSION.exec(written)?.[1] ?? written) : written
}

function withoutLineRef(line: unknown): unknown {
  if (!isRecord(line)) return line
  const { lineRef: _lineRef, ...rest } = line
  return rest
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasFewDecimals(quantity: number): boolean {
  return Number(quantity.toFixed(SALES_QUANTITY_DECIMALS)) === quantity
}
