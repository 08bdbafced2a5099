import type { AnswerOf } from './example-of.ts'

/**
 * The people, places, goods and papers of all examples: the order LL-000247 of a flooring wholesaler,
 * from the webshop on 14 April 2026 to the customer's door the day after. Times are UTC; Amsterdam is
 * two hours ahead. All of it is invention.
 */
export const IDS = {
  order: '019d8b0c-9664-7a0c-80da-0c2ad3355c10',
  shipment: '019d8b0c-9665-7a11-8f5f-d2b4601f03d4',
  pickList: '019d8bdc-ea16-7ab0-8d28-983bdda30523',
  secondPickList: '019d8c01-7900-7a83-8dc5-a3314063d4de',
  load: '019d8c2f-71a3-7a2f-818a-ac62758d504f',
  secondLoad: '019d8c30-c674-7a36-86ae-3cd9b947baca',
  station: '019cad7e-5b9e-7a04-8b08-98c73388ab08',
  exception: '019d8bf5-4961-7a74-80c9-d1d1f37cac1d',
  confirmedEvent: '019d8b0c-9666-7adb-8821-16ef0d350db2',
  departedEvent: '019d8fae-ac57-7a85-8353-e36f373ba6dd',
  pingEvent: '019d8b3c-a2c4-7ac7-8deb-ac1825e615fd',
  token: '019cad66-c740-7a60-8688-86747c78d5a8',
  pickAction: '019d8bf3-e484-7abb-8f1a-9152a719338e',
  shortAction: '019d8bf5-3fb6-7a65-88f7-540254a6100e',
  request: '019d8b0c-9656-7a51-8ddc-4ae6eb97f2c7',
} as const

export const EPOCH = '9be1c4a07d2f4e6b8a35d0f19c7e2b64'
export const INCARNATION = '5f0c8e21b7a94d36a1e4c2907b6d83f5'

/** The pallet that the order leaves on. */
export const PALLET = '387123450000000012'
export const PICK_LIST_CODE = 'LLP0000427W'
export const LOAD_CODE = 'LLD0000031X'
export const DELIVERY_DATE = '2026-04-15'

export const SHIP_TO = {
  name: 'Vloerenhuis Noord',
  line1: 'Oostkade 3',
  postalCode: '1625 AB',
  city: 'Hoorn',
  country: 'NL',
}

export const OAK: AnswerOf<'getProduct', 200> = {
  sku: 'OAK-14',
  name: 'Oak plank 14 mm, pack of 2.22 m²',
  barcodes: [
    { code: '8712345000011', quantity: 1 },
    { code: '18712345000018', quantity: 6 },
  ],
  weightGrams: 9_500,
  volumeCm3: 12_000,
  tracking: 'none',
  salesUnits: [{ code: 'm2', numerator: 100, denominator: 222 }],
  weightToleranceGrams: 95,
  location: 'A-04-2',
}

export const VEHICLE = {
  plate: 'VDL-01-N',
  maxWeightGrams: 7_500_000,
  maxVolumeCm3: 45_000_000,
}

type Order = AnswerOf<'getOrder', 200>
type Entry = AnswerOf<'writeOrderHistory', 201>
type EntryParts = Pick<Entry, 'id' | 'status' | 'recordedAt' | 'writtenBy'> & Partial<Entry>

/** An entry of an order's history, plain unless said otherwise. */
export function entry(parts: EntryParts): Entry {
  const module = parts.status.split(':', 1)[0] ?? parts.status
  return { module, severity: 'info', payload: {}, closedAt: null, closes: null, ...parts }
}

const CONFIRMED = entry({
  id: 1204,
  status: 'order:confirmed',
  recordedAt: '2026-04-14T08:12:31.204Z',
  writtenBy: 'token:webshop',
})

/** The order as it was taken on. */
export const CONFIRMED_ORDER: Order = {
  orderId: IDS.order,
  orderNumber: 'LL-000247',
  version: 1,
  status: 'CONFIRMED',
  customerRef: 'C-1042',
  shipTo: SHIP_TO,
  warehouse: 'MAIN',
  region: 'NH',
  deliveryDate: DELIVERY_DATE,
  fulfilment: 'delivery',
  isBackordered: false,
  paymentDueAt: null,
  createdAt: '2026-04-14T08:12:31.204Z',
  shipments: [{ id: IDS.shipment, status: 'PENDING', unitIds: [] }],
  lines: [
    line({ lineNo: 1, sku: 'OAK-14', ordered: 6, reserved: 6 }),
    line({ lineNo: 2, sku: 'GLUE-5', ordered: 2, reserved: 2 }),
  ],
  units: [],
  isBlocked: false,
  history: [CONFIRMED],
}

/** Closed, weighed and labelled; one can of glue could not be found. */
export const PALLET_UNIT = {
  id: PALLET,
  kind: 'pallet',
  status: 'closed',
  stationId: IDS.station,
  orderNumbers: ['LL-000247'],
  shipmentId: IDS.shipment,
  region: 'NH',
  deliveryDate: DELIVERY_DATE,
  shipTo: SHIP_TO,
  packaging: 'EURO',
  tareGrams: 24_500,
  contents: [
    content({ lineNo: 1, sku: 'OAK-14', quantity: 6 }),
    content({ lineNo: 2, sku: 'GLUE-5', lot: 'G2603A', quantity: 1 }),
  ],
  children: [],
  parentId: null,
  weight: { grossGrams: 86_820, expectedGrams: 86_700, toleranceGrams: 770, source: 'scale' },
  volumeCm3: 78_000,
  label: { lastCopy: 1, verifiedCopy: 1, voidedThrough: 0 },
  loadId: null,
}

const SHORT = entry({
  id: 1211,
  status: 'picking:short',
  severity: 'warning',
  recordedAt: '2026-04-14T12:26:41.377Z',
  writtenBy: 'sanne',
  payload: { sku: 'GLUE-5', quantity: 1, reason: 'OUTOFSTOCK' },
})

const PACKED = entry({
  id: 1216,
  status: 'packing:packed',
  recordedAt: '2026-04-14T12:48:09.530Z',
  writtenBy: 'sanne',
})

/** The order on its pallet, ready for the truck. */
export const PACKED_ORDER: Order = {
  ...CONFIRMED_ORDER,
  version: 6,
  status: 'PACKED',
  shipments: [{ id: IDS.shipment, status: 'PENDING', unitIds: [PALLET] }],
  lines: [
    line({ lineNo: 1, sku: 'OAK-14', ordered: 6, reserved: 6, picked: 6, packed: 6 }),
    line({ lineNo: 2, sku: 'GLUE-5', ordered: 2, reserved: 1, picked: 1, short: 1, packed: 1 }),
  ],
  units: [PALLET_UNIT],
  history: [CONFIRMED, SHORT, PACKED],
}

type Line = Order['lines'][number]

function line(parts: Pick<Line, 'lineNo' | 'sku' | 'ordered'> & Partial<Line>): Line {
  return { reserved: 0, picked: 0, short: 0, packed: 0, loaded: 0, ...parts }
}

function content(parts: { lineNo: number; sku: string; quantity: number; lot?: string }) {
  return { pickListId: IDS.pickList, orderNumber: 'LL-000247', ...parts }
}
