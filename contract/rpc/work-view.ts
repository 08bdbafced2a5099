import { z } from 'zod'

const LineView = z.object({
  lineNo: z.int(),
  orderNumber: z.string(),
  sku: z.string(),
  name: z.string(),
  location: z.string(),
  barcode: z.string().nullable(),
  /** The only batch that may be taken, where there is one. */
  lot: z.string().nullable(),
  requested: z.int(),
  picked: z.int(),
  short: z.int(),
  /** The place on the trolley that the goods go to, where several orders are picked at once. */
  tote: z.int().optional(),
})
export type LineView = z.infer<typeof LineView>

const UnitView = z.object({
  unitId: z.string(),
  kind: z.enum(['carton', 'pallet', 'tote']),
  status: z.string(),
  /** Ordinal on this list, from 1, for "Carton 2"; on a trolley its place there. */
  ordinal: z.int(),
  contents: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.int() })),
  expectedGrams: z.int(),
  toleranceGrams: z.int(),
  grossGrams: z.int().nullable(),
  copy: z.int(),
  verified: z.boolean(),
  printState: z
    .enum([
      'none',
      'queued',
      'sending',
      'sent',
      'printed',
      'held',
      'failed',
      'unknown',
      'cancelled',
    ])
    .default('none'),
})
export type UnitView = z.infer<typeof UnitView>

const LoadUnitView = z.object({
  unitId: z.string(),
  orderNumbers: z.array(z.string()),
  name: z.string(),
  city: z.string(),
  kind: z.enum(['carton', 'pallet', 'tote']),
  grossGrams: z.int(),
  /** 1 for the load's first stop; null for what it has no stop for. */
  stop: z.int().nullable().default(null),
})
export type LoadUnitView = z.infer<typeof LoadUnitView>

/** Goods of cancelled orders that go back to their shelves. */
const PutBackView = z.object({
  orderNumbers: z.array(z.string()),
  /** Base units still to go back, and how many that were when it began here. */
  left: z.int(),
  total: z.int(),
  /** One per line, first the one to go to next. */
  lines: z.array(
    z.object({
      lineNo: z.int(),
      sku: z.string(),
      name: z.string(),
      location: z.string(),
      barcode: z.string().nullable(),
      quantity: z.int(),
    }),
  ),
  /** The units the goods lie in, the one whose label was scanned first. */
  units: z.array(
    z.object({
      unitId: z.string(),
      kind: z.enum(['carton', 'pallet', 'tote']),
      isOpen: z.boolean(),
      quantity: z.int(),
    }),
  ),
})
export type PutBackView = z.infer<typeof PutBackView>

/** Where the operator is. */
export const WorkView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-out') }),
  z.object({
    kind: z.literal('idle'),
    lists: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        orderNumbers: z.array(z.string()),
        shipTo: z.string(),
        /** Null for what the customer collects. */
        region: z.string().nullable(),
        deliveryDate: z.string(),
        lines: z.int(),
        status: z.string(),
        mine: z.boolean(),
      }),
    ),
    /** Lists with goods of cancelled orders that wait to be put back. */
    putBacks: z.array(
      z.object({
        listId: z.string(),
        code: z.string(),
        orderNumbers: z.array(z.string()),
        shipTo: z.string(),
        /** Base units in hand. */
        quantity: z.int(),
        lines: z.int(),
      }),
    ),
    loads: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        number: z.string(),
        region: z.string(),
        deliveryDate: z.string(),
        plate: z.string(),
        units: z.int(),
        expected: z.int(),
        mine: z.boolean(),
      }),
    ),
  }),
  z.object({
    kind: z.enum(['picking', 'packing']),
    listId: z.string(),
    code: z.string(),
    orderNumbers: z.array(z.string()),
    shipTo: z.string(),
    /** Null for what the customer collects. */
    region: z.string().nullable(),
    deliveryDate: z.string(),
    linesDone: z.int(),
    linesTotal: z.int(),
    /** The line to pick next, first of `lines` that is not done. */
    next: LineView.nullable(),
    lines: z.array(LineView),
    unit: UnitView.nullable(),
    /** The closed unit whose label must be scanned back. */
    toVerify: UnitView.nullable(),
    /** Quantity scanned just before, multiplies the next product. */
    multiplier: z.int(),
    /** Set while goods of cancelled orders go back; the rest then says nothing to pick or pack. */
    putBack: PutBackView.nullable(),
  }),
  z.object({
    kind: z.literal('loading'),
    loadId: z.string(),
    number: z.string(),
    region: z.string(),
    deliveryDate: z.string(),
    vehicle: z.object({ plate: z.string(), maxWeightGrams: z.int(), maxVolumeCm3: z.int() }),
    driver: z.string(),
    weightGrams: z.int(),
    volumeCm3: z.int(),
    onBoard: z.array(LoadUnitView),
    /** In the order in which they go on board: the last stop first. */
    missing: z.array(LoadUnitView),
  }),
])
export type WorkView = z.infer<typeof WorkView>
