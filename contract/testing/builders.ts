import { appendCheckDigit } from '../barcode/check-digit.ts'
import type { DocumentChange, DocumentKind, DocumentOf } from '../documents/document.ts'
import type { Load } from '../documents/load.ts'
import type { Operator } from '../documents/master-data.ts'
import type { PickLine, PickList, PickListOrder } from '../documents/pick-list.ts'
import type { Unit } from '../documents/unit.ts'

/** Documents for tests: full defaults, so that a test states only what matters to it. */

export const NORTH = 'north'
export const SOUTH = 'south'
export const NOW = '2026-03-02T10:00:00.000Z'
export const LEASE_UNTIL = '2026-03-02T22:00:00.000Z'
export const DELIVERY_DATE = '2026-03-03'

/** Extension digit and company prefix of the test numbers. */
const PREFIX = '38712345'
/** North's serials end here, South's begin after it; neither may use those from 2,000 on. */
const NORTH_LAST = 999
const SOUTH_LAST = 1_999

/** The SSCC of a serial: up to 999 North's, up to 1999 South's, beyond that nobody's. */
export function sscc(serial: number): string {
  return appendCheckDigit(PREFIX + String(serial).padStart(17 - PREFIX.length, '0'))
}

export const SHIP_TO = {
  name: 'Brændgård & Søn',
  line1: 'Zuiderdijk 41',
  postalCode: '1621 CK',
  city: 'Hoorn',
  country: 'NL',
}

export function orderOnList(overrides: Partial<PickListOrder> = {}): PickListOrder {
  return {
    orderId: 'order-1',
    orderNumber: 'LL-000001',
    shipmentId: 'shipment-1',
    customerRef: 'C-1002',
    shipTo: SHIP_TO,
    status: 'CONFIRMED',
    shortDecision: 'undecided',
    ...overrides,
  }
}

export function pickLine(overrides: Partial<PickLine> = {}): PickLine {
  return {
    lineNo: 1,
    orderNumber: 'LL-000001',
    orderLineNo: 1,
    sku: 'OAK-14-NAT',
    location: 'A-01-1',
    eachWeightGrams: 500,
    eachVolumeCm3: 1_000,
    requested: 4,
    picked: 0,
    short: 0,
    packed: 0,
    loaded: 0,
    ...overrides,
  }
}

/** One order of four oak planks and two pots of glue. */
export function pickList(overrides: Partial<PickList> = {}): PickList {
  return {
    id: 'list-1',
    code: 'LLP0000014',
    warehouse: 'MAIN',
    region: 'NH',
    deliveryDate: DELIVERY_DATE,
    mode: 'order',
    status: 'open',
    claim: null,
    orders: [orderOnList()],
    lines: [pickLine(), pickLine({ lineNo: 2, orderLineNo: 2, sku: 'GLU-SKI-310', requested: 2 })],
    ...overrides,
  }
}

/** A second order, for the same door unless it says otherwise. */
export function secondList(overrides: Partial<PickListOrder> = {}): PickList {
  const orderNumber = 'LL-000002'
  return pickList({
    id: 'list-2',
    code: 'LLP0000022',
    orders: [
      orderOnList({ orderId: 'order-2', orderNumber, shipmentId: 'shipment-2', ...overrides }),
    ],
    lines: [pickLine({ orderNumber, requested: 3 })],
  })
}

export function unit(overrides: Partial<Unit> = {}): Unit {
  return {
    id: sscc(1),
    kind: 'carton',
    status: 'open',
    stationId: NORTH,
    orderNumbers: [],
    shipmentId: null,
    region: null,
    deliveryDate: null,
    shipTo: null,
    packaging: null,
    tareGrams: 0,
    contents: [],
    children: [],
    parentId: null,
    weight: null,
    volumeCm3: 0,
    label: { lastCopy: 0, verifiedCopy: 0, voidedThrough: 0 },
    loadId: null,
    ...overrides,
  }
}

export function load(overrides: Partial<Load> = {}): Load {
  return {
    id: 'load-1',
    number: 'LD-000001',
    code: 'LLD000001X',
    warehouse: 'MAIN',
    region: 'NH',
    deliveryDate: DELIVERY_DATE,
    vehicle: { plate: 'VDL-01-N', maxWeightGrams: 1_000_000, maxVolumeCm3: 1_000_000 },
    driver: 'Wim',
    stops: [],
    status: 'open',
    claim: null,
    units: [],
    seal: null,
    ...overrides,
  }
}

function operator(ref: string, roles: Operator['roles']): Operator {
  return { ref, name: ref, roles, badgeHash: 'ab'.repeat(32) }
}

export type AnyDocument = {
  [K in DocumentKind]: { kind: K; id: string; doc: DocumentOf<K> }
}[DocumentKind]

/** People, packagings and number ranges that every test floor has. */
export function masterData(): AnyDocument[] {
  const ranges = (from: number, to: number) => [
    { incarnation: '0'.repeat(32), prefix: PREFIX, from, to },
  ]
  return [
    { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker']) },
    { kind: 'operator', id: 'noor', doc: operator('noor', ['loader']) },
    { kind: 'operator', id: 'ilse', doc: operator('ilse', ['supervisor']) },
    {
      kind: 'packaging',
      id: 'CARTON',
      doc: { code: 'CARTON', name: 'Carton', kind: 'carton', tareGrams: 850 },
    },
    {
      kind: 'packaging',
      id: 'EURO',
      doc: { code: 'EURO', name: 'Euro pallet', kind: 'pallet', tareGrams: 24_500 },
    },
    {
      kind: 'product',
      id: 'OAK-14-NAT',
      doc: {
        sku: 'OAK-14-NAT',
        name: 'Oak plank 14 mm natural',
        barcodes: [],
        weightGrams: 500,
        volumeCm3: 1_000,
        tracking: 'lot',
      },
    },
    {
      kind: 'number-range',
      id: NORTH,
      doc: { stationId: NORTH, ranges: ranges(0, NORTH_LAST) },
    },
    {
      kind: 'number-range',
      id: SOUTH,
      doc: { stationId: SOUTH, ranges: ranges(NORTH_LAST + 1, SOUTH_LAST) },
    },
  ]
}

/** A working document under its own id. */
export function keyed(doc: PickList | Unit | Load): DocumentChange {
  if ('lines' in doc) return { kind: 'pick-list', id: doc.id, doc }
  return 'vehicle' in doc ? { kind: 'load', id: doc.id, doc } : { kind: 'unit', id: doc.id, doc }
}
