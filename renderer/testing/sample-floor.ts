import { buildSscc } from '#contract/barcode/sscc.ts'
import { unitLabel } from '#contract/label/unit-label.ts'
import type { LabelDocument } from '#contract/label/label-document.ts'
import type { BenchView, DeviceView } from '#contract/rpc/bench-view.ts'
import type { LineView, UnitView, WorkView } from '#contract/rpc/work-view.ts'

/** The goods, cartons and trucks that sample screens show. */

type Loading = Extract<WorkView, { kind: 'loading' }>

/** What the clock of a sample bench shows: 13:02 in Amsterdam. */
export const SAMPLE_TIME = Date.UTC(2025, 3, 16, 11, 2)

const PREFIX = '38712345'

/** A hand scanner as the calibration sheet found it. */
const sampleProfile: DeviceView['profile'] = {
  state: 'found',
  foundAt: '2025-04-16T06:00:00.000Z',
  layout: null,
  isCapsInverted: false,
  separator: 'kept',
  separatorText: null,
  prefix: '',
  suffix: null,
  sendsAim: true,
  keyAverageMs: null,
  trouble: null,
}

export function sampleSscc(serial: number): string {
  return buildSscc(PREFIX, serial)
}

const GOODS = [
  ['OAK-14-NAT', 'Oak plank 14 mm, natural', 'A-04-2', '8712345000017', 5],
  ['UND-3', 'Underlay 3 mm', 'A-02-1', '8712345000024', 4],
  ['SKI-W-24', 'Skirting white 2.4 m', 'A-04-3', '8712345000031', 6],
  ['GLUE-5', 'Parquet glue 5 kg', 'B-01-1', '8712345000048', 2],
  ['OIL-1', 'Hard wax oil 1 l, matt', 'B-01-4', '8712345000055', 3],
  ['TRA-ALU', 'Transition strip aluminium 0.9 m', 'C-03-2', '8712345000062', 8],
] as const

/** Lines of which the first `done` are picked and the next one has `picked` of its goods. */
export function sampleLines(done: number, picked: number): LineView[] {
  return GOODS.map(([sku, name, location, barcode, requested], index) => ({
    lineNo: index + 1,
    orderNumber: 'LL-000247',
    sku,
    name,
    location,
    barcode,
    lot: null,
    requested,
    picked: index < done ? requested : index === done ? picked : 0,
    short: 0,
  }))
}

export function sampleUnit(changes: Partial<UnitView> = {}): UnitView {
  return {
    unitId: sampleSscc(1),
    kind: 'carton',
    status: 'open',
    ordinal: 1,
    contents: [
      { sku: 'UND-3', name: 'Underlay 3 mm', quantity: 4 },
      { sku: 'OAK-14-NAT', name: 'Oak plank 14 mm, natural', quantity: 3 },
    ],
    expectedGrams: 42_100,
    toleranceGrams: 210,
    grossGrams: null,
    copy: 0,
    verified: false,
    printState: 'none',
    ...changes,
  }
}

const STOPS = [
  ['Vloeren Discount Amsterdam', 'Amsterdam'],
  ['Interieurhuis De Vries', 'Haarlem'],
  ['Parket & Zo', 'Zaandam'],
  ['Bouwmarkt Noord', 'Alkmaar'],
  ['Woonwinkel Het Y', 'Amsterdam'],
  ['Tegels van Dam', 'Hoorn'],
  ['Stoffeerderij Bakker', 'Purmerend'],
] as const

export function sampleLoadUnits(from: number, count: number): Loading['missing'] {
  return Array.from({ length: count }, (_, index) => {
    const serial = from + index
    const [name, city] = STOPS[serial % STOPS.length] ?? STOPS[0]
    return {
      unitId: sampleSscc(serial + 40),
      orderNumbers: [`LL-0002${40 + serial}`],
      name,
      city,
      kind: serial % 3 === 0 ? 'carton' : 'pallet',
      grossGrams: 180_000 + serial * 23_450,
      stop: Math.max(1, 14 - Math.floor(serial / 2)),
    }
  })
}

export function sampleLoading(onBoard: number, missing: number): Loading {
  return {
    kind: 'loading',
    loadId: 'load-1',
    number: 'L-0412',
    region: 'NH',
    deliveryDate: '2025-04-17',
    vehicle: { plate: 'V-382-KD', maxWeightGrams: 3_500_000, maxVolumeCm3: 22_000_000 },
    driver: 'Mo El Amrani',
    weightGrams: onBoard * 268_000,
    volumeCm3: onBoard * 1_480_000,
    seal: null,
    over: null,
    onBoard: sampleLoadUnits(0, onBoard),
    missing: sampleLoadUnits(onBoard, missing),
  }
}

export function sampleLabel(): LabelDocument {
  return unitLabel({
    media: { widthMm: 102, heightMm: 152 },
    unitId: sampleSscc(1),
    companyPrefix: '8712345',
    kind: 'carton',
    copy: 1,
    sender: { name: 'Vloerhuis Groothandel', address: 'Havenweg 12, 1043 AB Amsterdam' },
    shipTo: {
      name: 'Vloeren Discount Amsterdam',
      line1: 'Jan van Galenstraat 4',
      postalCode: '1051 KM',
      city: 'Amsterdam',
      country: 'NL',
    },
    orderNumbers: ['LL-000247'],
    region: 'NH',
    deliveryDate: '2025-04-17',
    grossGrams: 42_080,
    qrText: `LL1|${sampleSscc(1)}|1|LL-000247|Vloeren Discount Amsterdam|1051 KM Amsterdam|0badcafe`,
  })
}

/** A bench at 13:02 in Amsterdam with everything ready; `nowMs` is the page's clock. */
export function sampleBench(nowMs: number, changes: Partial<BenchView> = {}): BenchView {
  const benchTime = SAMPLE_TIME
  return {
    stationId: 'st-0193-pack-3',
    name: 'Pack 3',
    mode: 'pick-and-pack',
    timezone: 'Europe/Amsterdam',
    server: {
      url: 'http://127.0.0.1:4400',
      epoch: 'e1',
      online: true,
      block: 'none',
      lastSyncAt: new Date(benchTime).toISOString(),
      clockOffsetMs: benchTime - nowMs,
      clockIsOff: false,
      trouble: 'none',
      newWorkStop: null,
      isDraining: false,
      isLoading: false,
      loading: null,
    },
    log: {
      lastSeq: 312,
      ackedSeq: 312,
      durableSeq: 312,
      pending: 0,
      oldestPendingAt: null,
      accepted: 310,
      excepted: 2,
      refused: 0,
      refusedOpen: 0,
      resending: null,
      room: 'plenty',
      trouble: null,
    },
    operator: { id: 'sanne', name: 'Sanne', roles: ['picker'] },
    work: { kind: 'signed-out' },
    prompt: null,
    alert: null,
    feedback: {
      at: 41,
      kind: 'good',
      text: 'picked',
      detail: { name: 'Oak plank 14 mm, natural', quantity: 1, picked: 3, requested: 5 },
    },
    scale: { state: 'stable', grams: 42_080 },
    devices: [
      {
        id: 's1',
        kind: 'scanner',
        name: 'Hand scanner',
        state: 'ready',
        detail: '',
        profile: sampleProfile,
      },
      { id: 's2', kind: 'scanner', name: 'Ring scanner', state: 'ready', detail: '' },
      { id: 'w1', kind: 'scale', name: 'Bench scale', state: 'ready', detail: '' },
      { id: 'p1', kind: 'printer', name: 'Label printer', state: 'ready', detail: '102 × 152 mm' },
    ],
    parked: null,
    printJobs: { queued: 0, printed: 41, unknown: 0, failed: 0 },
    settings: { autoClose: true, idleSignOutMinutes: 15 },
    nextCutOff: { at: new Date(benchTime + 58 * 60_000).toISOString(), region: 'NH' },
    isDemo: true,
    ...changes,
  }
}
