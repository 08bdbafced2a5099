import { hash } from 'node:crypto'
import { appendCheckDigit } from '#contract/barcode/check-digit.ts'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { DocumentKind, DocumentOf } from '#contract/documents/document.ts'
import type { Load } from '#contract/documents/load.ts'
import type { Operator, OperatorRole, Product } from '#contract/documents/master-data.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'

/**
 * Extension digit 0 and a company prefix from GS1's numbers for restricted circulation (020 to 029), which
 * are given to nobody: no real office has units of these numbers, and none takes them for its own.
 */
export const PRACTICE_SSCC_PREFIX = '00200000'

/** More cartons than anybody packs in a day of practice. */
export const PRACTICE_NUMBERS = { prefix: PRACTICE_SSCC_PREFIX, from: 1, to: 100_000 }

/** Signs the labels of practice, and nothing that a real warehouse would believe. */
export const PRACTICE_QR_KEY = '70726163746963652d'.padEnd(64, '0')

export const PRACTICE_STATION_ID = 'practice'

/** Of the supervisor of practice: 1234. */
const PRACTICE_PIN_HASH =
  '$argon2id$v=19$m=8192,t=1,p=1$cHJhY3RpY2UtcHJhY3RpY2U$Shqac1F9wgfMuewCneYyylTikimayMkCWp+a3beyl0M'

const WAREHOUSE = 'PRACTICE'
const REGION = 'A'
const OTHER_REGION = 'B'

/** Far above what a day of practice numbers itself. */
const OTHER_UNIT_SERIAL = 900_001

type PracticeDocument = {
  [K in DocumentKind]: { kind: K; id: string; doc: DocumentOf<K> }
}[DocumentKind]

export type PracticeSet = {
  documents: readonly PracticeDocument[]
  badge: string
  supervisorBadge: string
  /** Something that is on no list. */
  strayProduct: Product
  /** A pallet of another truck. */
  strayUnitId: string
}

const OAK = article('P-OAK', 'Oak plank 14 mm', 1, 2_400)
const UNDERLAY = article('P-UNDERLAY', 'Underlay 3 mm', 2, 900)
const GLUE = article('P-GLUE', 'Glue 5 kg', 3, 5_000)
const SKIRTING = article('P-SKIRTING', 'Skirting white 2.4 m', 4, 700)
const STRAY = article('P-TILE', 'Tile grey 60 × 60', 5, 3_100)

/** `day` is what everything is packed for; the numbers are those of one life of the practice log. */
export type PracticePlan = { day: string; timezone: string; incarnation: string }

/** A whole small floor: people, goods, three orders and the truck they go on. */
export function practiceSet({ day, timezone, incarnation }: PracticePlan): PracticeSet {
  const badge = encodeLoadlineCode('badge', 'PRACTICE0000000001')
  const supervisorBadge = encodeLoadlineCode('badge', 'PRACTICE0000000002')
  const stray = strayUnit(day)
  const lists = [
    orderList(1, day, [
      { ...OAK, quantity: 3, location: 'A-01-1' },
      { ...UNDERLAY, quantity: 2, location: 'A-02-3' },
    ]),
    orderList(2, day, [
      { ...GLUE, quantity: 1, location: 'B-01-2' },
      { ...SKIRTING, quantity: 4, location: 'B-03-1' },
    ]),
    orderList(3, day, [{ ...OAK, quantity: 2, location: 'A-01-1' }]),
  ]
  const load = aLoad(day)
  const documents: PracticeDocument[] = [
    { kind: 'warehouse', id: WAREHOUSE, doc: warehouse(timezone) },
    ...[REGION, OTHER_REGION].map((code) => region(code, timezone)),
    ...packagings(),
    ...[OAK, UNDERLAY, GLUE, SKIRTING, STRAY].map((doc) => {
      return { kind: 'product' as const, id: doc.sku, doc }
    }),
    person('trainee', 'Trainee', ['picker', 'loader'], badge),
    {
      ...person('supervisor', 'Supervisor', ['picker', 'loader', 'supervisor'], supervisorBadge, {
        pinHash: PRACTICE_PIN_HASH,
      }),
    },
    ...lists.map((doc) => ({ kind: 'pick-list' as const, id: doc.id, doc })),
    { kind: 'load', id: load.id, doc: load },
    { kind: 'unit', id: stray.id, doc: stray },
    numbers(incarnation),
  ]
  return { documents, badge, supervisorBadge, strayProduct: STRAY, strayUnitId: stray.id }
}

function warehouse(timezone: string): DocumentOf<'warehouse'> {
  return {
    code: WAREHOUSE,
    name: 'Practice',
    timezone,
    gs1CompanyPrefix: PRACTICE_SSCC_PREFIX.slice(1),
    address: 'Practice',
    qrKey: PRACTICE_QR_KEY,
    qrPersonalData: 'minimal',
  }
}

function region(code: string, timezone: string): PracticeDocument {
  const name = `Route ${code}`
  const deliveryWeekdays = [1, 2, 3, 4, 5, 6, 7]
  const doc = { code, name, timezone, cutOff: '23:59', deliveryWeekdays, closedDates: [] }
  return { kind: 'region', id: code, doc }
}

function numbers(incarnation: string): PracticeDocument {
  const ranges = [{ ...PRACTICE_NUMBERS, incarnation }]
  const doc = { stationId: PRACTICE_STATION_ID, ranges }
  return { kind: 'number-range', id: PRACTICE_STATION_ID, doc }
}

function packagings(): PracticeDocument[] {
  return [
    {
      kind: 'packaging',
      id: 'CARTON',
      doc: { code: 'CARTON', name: 'Carton', kind: 'carton', tareGrams: 300 },
    },
    {
      kind: 'packaging',
      id: 'PALLET',
      doc: { code: 'PALLET', name: 'Pallet', kind: 'pallet', tareGrams: 20_000 },
    },
  ]
}

function person(
  ref: string,
  name: string,
  roles: OperatorRole[],
  badge: string,
  more: Partial<Operator> = {},
): PracticeDocument {
  const doc = { ref, name, roles, badgeHash: hash('sha256', badge, 'hex'), ...more }
  return { kind: 'operator', id: ref, doc }
}

/** EAN-13 from GS1's numbers for use within one company (200 to 299). */
function article(sku: string, name: string, serial: number, weightGrams: number): Product {
  const code = appendCheckDigit(`2000000${String(serial).padStart(5, '0')}`)
  const barcodes = [{ code, quantity: 1 }]
  return { sku, name, barcodes, weightGrams, volumeCm3: 4_000, tracking: 'none' }
}

type Wanted = Product & { quantity: number; location: string }

function orderList(number: number, day: string, wanted: Wanted[]): PickList {
  const orderNumber = `PRACTICE-${number}`
  return {
    id: `practice-list-${number}`,
    code: encodeLoadlineCode('pick-list', `PRACTICE${number}`),
    warehouse: WAREHOUSE,
    region: REGION,
    deliveryDate: day,
    mode: 'order',
    status: 'open',
    claim: null,
    orders: [
      {
        orderId: `practice-order-${number}`,
        orderNumber,
        shipmentId: `practice-shipment-${number}`,
        customerRef: 'PRACTICE',
        shipTo: SHIP_TO,
        status: 'CONFIRMED',
        // Nobody at an office will decide about a short of practice.
        shortDecision: 'ship',
      },
    ],
    lines: wanted.map(({ sku, weightGrams, volumeCm3, quantity, location }, index) => ({
      lineNo: index + 1,
      orderNumber,
      orderLineNo: index + 1,
      sku,
      location,
      eachWeightGrams: weightGrams,
      eachVolumeCm3: volumeCm3,
      requested: quantity,
      picked: 0,
      short: 0,
      packed: 0,
      loaded: 0,
    })),
  }
}

const SHIP_TO = {
  name: 'Practice customer',
  line1: 'Practice street 1',
  postalCode: '1000 AA',
  city: 'Practice',
  country: 'NL',
}

function aLoad(day: string): Load {
  return {
    id: 'practice-load-1',
    number: 'PRACTICE-1',
    code: encodeLoadlineCode('load', 'PRACTICE1'),
    warehouse: WAREHOUSE,
    region: REGION,
    deliveryDate: day,
    vehicle: { plate: 'PR-AC-01', maxWeightGrams: 3_500_000, maxVolumeCm3: 20_000_000 },
    driver: 'Practice driver',
    stops: [],
    status: 'open',
    claim: null,
    units: [],
    seal: null,
  }
}

function strayUnit(day: string): Unit {
  return {
    id: buildSscc(PRACTICE_SSCC_PREFIX, OTHER_UNIT_SERIAL),
    kind: 'pallet',
    status: 'closed',
    stationId: 'practice-elsewhere',
    orderNumbers: ['PRACTICE-9'],
    shipmentId: 'practice-shipment-9',
    region: OTHER_REGION,
    deliveryDate: day,
    shipTo: SHIP_TO,
    packaging: 'PALLET',
    tareGrams: 20_000,
    contents: [],
    children: [],
    parentId: null,
    weight: {
      grossGrams: 120_000,
      expectedGrams: 120_000,
      toleranceGrams: 600,
      source: 'scale',
    },
    volumeCm3: 900_000,
    label: { lastCopy: 1, verifiedCopy: 1, voidedThrough: 0 },
    loadId: null,
  }
}
