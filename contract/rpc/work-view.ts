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
  /** What is left to take of each lot, first expired first; absent where the office advised none. */
  advised: z
    .array(z.object({ lot: z.string(), until: z.string().nullable(), quantity: z.int() }))
    .optional(),
  requested: z.int(),
  picked: z.int(),
  short: z.int(),
  /** The place on the trolley that the goods go to, where several orders are picked at once. */
  tote: z.int().optional(),
})
export type LineView = z.infer<typeof LineView>

/** Goods just picked, and the place on the trolley that they go to. */
const GoesTo = z.object({
  name: z.string(),
  quantity: z.int(),
  tote: z.int(),
  /** True once that tote's code was scanned. */
  isRight: z.boolean(),
})
export type GoesTo = z.infer<typeof GoesTo>

/** An order's place on the trolley, in base units of all its lines. */
const ToteView = z.object({
  tote: z.int(),
  orderNumber: z.string(),
  /** Taken already: picked, or where only packing is left, packed. */
  done: z.int(),
  requested: z.int(),
})
export type ToteView = z.infer<typeof ToteView>

const UnitView = z.object({
  unitId: z.string(),
  kind: z.enum(['carton', 'pallet', 'tote']),
  status: z.string(),
  /** Ordinal on this list, from 1, for "Carton 2"; on a trolley its place there. */
  ordinal: z.int(),
  contents: z.array(
    z.object({
      sku: z.string(),
      name: z.string(),
      quantity: z.int(),
      /** Of which lots, where somebody read any. */
      lots: z.array(z.object({ lot: z.string(), quantity: z.int() })).optional(),
    }),
  ),
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

const CartonView = z.object({
  unitId: z.string(),
  orderNumbers: z.array(z.string()),
  grossGrams: z.int(),
})

/** A pallet that closed cartons are put on. */
export const PalletView = z.object({
  unitId: z.string(),
  /** Closed, it waits for its label to be scanned back. */
  isClosed: z.boolean(),
  /** Whose it is, by its first carton; null before, and a region is null where nothing is driven. */
  shipTo: z.object({ name: z.string(), city: z.string() }).nullable(),
  region: z.string().nullable(),
  deliveryDate: z.string().nullable(),
  /** Newest first. */
  cartons: z.array(CartonView.extend({ mustComeOff: z.boolean() })),
  /** Of the pallet with all that stands on it: so far, or as it was closed. */
  grossGrams: z.int(),
  tareGrams: z.int(),
  /** Closed cartons for the same door and day that stand by themselves, and how many in all. */
  beside: z.array(CartonView),
  besideCount: z.int(),
  copy: z.int(),
  printState: UnitView.shape.printState,
  /** What goes on once it is done: the list's orders or the load's number; null for nothing. */
  back: z.string().nullable(),
})
export type PalletView = z.infer<typeof PalletView>

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
        /** Its delivery day against the building's own. */
        due: z.enum(['overdue', 'today', 'later']).optional(),
        /** When its day takes no more orders, which is when its truck is made ready. */
        cutOffAt: z.iso.datetime().optional(),
      }),
    ),
    /** The last goods of the list just picked here, until something else is scanned. */
    goesTo: GoesTo.nullable().optional(),
    /** Closed units that no label was ever printed for, as their bench has no printer. */
    unlabelled: z
      .array(
        z.object({
          unitId: z.string(),
          kind: z.enum(['carton', 'pallet', 'tote']),
          orderNumbers: z.array(z.string()),
          shipTo: z.string(),
        }),
      )
      .optional(),
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
    /** Open pallets of this bench, to go on with. */
    pallets: z
      .array(
        z.object({
          unitId: z.string(),
          shipTo: z.string(),
          city: z.string(),
          region: z.string().nullable(),
          deliveryDate: z.string(),
          cartons: z.int(),
          grossGrams: z.int(),
        }),
      )
      .optional(),
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
        driver: z.string().default(''),
        /** Set while another bench fills it: who, as far as that is known. */
        heldBy: z.string().nullable().default(null),
        /** Its day against the building's own. */
        due: z.enum(['overdue', 'today', 'later']).default('today'),
      }),
    ),
    /** The load last confirmed here, whose list can still be printed. */
    lastLoad: z.object({ id: z.string(), number: z.string() }).nullable().default(null),
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
    /** The goods just picked, where several orders are picked at once. */
    goesTo: GoesTo.nullable().optional(),
    /** The places on the trolley of a list of several orders, in their order. */
    totes: z.array(ToteView).optional(),
    unit: UnitView.nullable(),
    /** The closed unit whose label must be scanned back. */
    toVerify: UnitView.nullable(),
    /** Quantity scanned just before, multiplies the next product. */
    multiplier: z.int(),
    /** Set while goods of cancelled orders go back; the rest then says nothing to pick or pack. */
    putBack: PutBackView.nullable(),
  }),
  z.object({ kind: z.literal('pallet'), pallet: PalletView }),
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
    /** The number of its seal, once that was scanned. */
    seal: z.string().nullable().default(null),
    /**
     * By how much it is more than the vehicle may carry, and the unit to take off: the smallest that is
     * enough, or the largest where one is not. Null while all fits.
     */
    over: z.object({ grams: z.int(), cm3: z.int(), takeOff: z.string() }).nullable().default(null),
    onBoard: z.array(LoadUnitView),
    /** In the order in which they go on board: the last stop first. */
    missing: z.array(LoadUnitView),
    /** How many orders should go with it and are not packed yet, as far as the bench knows; 0 when absent. */
    unpacked: z.int().optional(),
  }),
])
export type WorkView = z.infer<typeof WorkView>
