import type { AnswerOf, ExampleOf } from './example-of.ts'
import { openException } from './exception-examples.ts'
import { floorExamples } from './floor-examples.ts'
import { DELIVERY_DATE, PICK_LIST_CODE } from './story.ts'

type Operation = 'getToday' | 'getTrends'

const region = { region: 'NH', regionName: 'Noord-Holland' }

/** What one vehicle can carry, and so the region on a day that it drives. */
const limits = { maxWeightGrams: 9_000_000, maxVolumeCm3: 40_000_000 }

const stations = floorExamples.getFloor.answers[200].stations.map((station) => ({
  ...station,
  warehouse: 'MAIN',
  devices: [
    { kind: 'scanner', state: 'ready', detail: '' },
    { kind: 'scale', state: 'ready', detail: '' },
    { kind: 'printer', state: 'attention', detail: 'The labels have run out' },
  ],
  holds: [{ kind: 'list' as const, reference: PICK_LIST_CODE, since: '2026-04-14T12:21:40.118Z' }],
}))

const today: AnswerOf<'getToday', 200> = {
  serverTime: '2026-04-14T12:27:05.112Z',
  isBehind: false,
  warehouses: [{ code: 'MAIN', name: 'Main warehouse', timezone: 'Europe/Amsterdam' }],
  timezone: 'Europe/Amsterdam',
  today: '2026-04-14',
  steps: null,
  cutOffs: [
    {
      ...region,
      timezone: 'Europe/Amsterdam',
      cutOffAt: '2026-04-15T12:00:00.000Z',
      deliveryDate: '2026-04-16',
    },
  ],
  orders: {
    all: [
      { status: 'CONFIRMED', count: 41 },
      { status: 'IN_PROGRESS', count: 6 },
    ],
    late: 0,
    days: [{ deliveryDate: DELIVERY_DATE, counts: [{ status: 'IN_PROGRESS', count: 6 }] }],
  },
  progress: [
    {
      ...region,
      deliveryDate: DELIVERY_DATE,
      orders: 47,
      lines: 312,
      picked: 120,
      packed: 96,
      loaded: 40,
    },
  ],
  capacity: {
    days: [DELIVERY_DATE],
    slots: [
      {
        ...region,
        ...limits,
        deliveryDate: DELIVERY_DATE,
        reservedWeightGrams: 7_420_000,
        reservedVolumeCm3: 21_300_000,
        packedWeightGrams: 2_310_400,
        packedVolumeCm3: 6_100_000,
      },
    ],
    closed: [],
  },
  exceptions: {
    open: 1,
    oldestOpenedAt: openException.openedAt,
    first: [
      {
        id: openException.id,
        code: openException.code,
        detail: openException.detail,
        sentence: openException.sentence,
        openedAt: openException.openedAt,
      },
    ],
  },
  stations,
  loads: [
    {
      number: 'LD-000031',
      region: 'NH',
      deliveryDate: DELIVERY_DATE,
      status: 'claimed',
      plate: 'VX-123-Z',
      units: 12,
      weightGrams: 3_120_500,
      volumeCm3: 9_400_000,
      expectedGrams: 3_480_000,
      expectedCm3: 10_100_000,
      ...limits,
    },
  ],
}

const hour = {
  picks: 388,
  actions: 512,
  refused: 1,
  excepted: 4,
  scans: 561,
  errorScans: 19,
  waitedMsMax: 2_140,
}

const trends: AnswerOf<'getTrends', 200> = {
  serverTime: '2026-04-14T12:27:05.112Z',
  timezone: 'Europe/Amsterdam',
  today: { day: '2026-04-14', hours: [{ startsAt: '2026-04-14T11:00:00.000Z', ...hour }] },
  before: { day: '2026-04-07', hours: [{ startsAt: '2026-04-07T11:00:00.000Z', ...hour }] },
  keptSince: '2026-03-10',
}

export const todayExamples: { [N in Operation]: ExampleOf<N> } = {
  getToday: { query: { warehouse: 'MAIN' }, answers: { 200: today } },
  getTrends: { query: { warehouse: 'MAIN', day: '2026-04-14' }, answers: { 200: trends } },
}
