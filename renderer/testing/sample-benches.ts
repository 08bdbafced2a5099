import type { BenchDay, FloorView } from '#contract/rpc/floor-view.ts'
import type { FloorClaim, FloorException, FloorStation } from '#contract/sync/floor-answer.ts'
import { SAMPLE_TIME } from './sample-floor.ts'

/** All benches of a sample floor at 13:02, as a supervisor sees them. */

/** Stuck benches and things to decide; all well; the office gone; an office that never answered. */
export type FloorSampleName = 'floor' | 'floor-fine' | 'floor-offline' | 'floor-alone'

const MINUTE_MS = 60_000

function at(minutesAgo: number): string {
  return new Date(SAMPLE_TIME - minutesAgo * MINUTE_MS).toISOString()
}

function station(name: string, changes: Partial<FloorStation> = {}): FloorStation {
  return {
    stationId: name === 'Pack 3' ? 'st-0193-pack-3' : `st-${name}`,
    name,
    mode: 'pick-and-pack',
    online: true,
    lastSeenAt: at(0),
    pending: 0,
    oldestPendingAt: null,
    clockOffsetMs: 0,
    clockIsOff: false,
    logTrouble: null,
    troubles: [],
    operator: { id: name, name: 'Daan' },
    work: { kind: 'picking', reference: 'LLP0002490', done: 2, total: 3 },
    figures: {
      scansLastHour: 112,
      errorScansLastHour: 2,
      picksLastHour: 74,
      errorScansToday: 5,
      lastScanAt: at(0),
    },
    ...changes,
  }
}

const WELL: FloorStation[] = [
  station('Pack 1', {
    operator: { id: 'daan', name: 'Daan' },
    work: { kind: 'picking', reference: 'LLP0002508', done: 9, total: 22 },
  }),
  station('Pack 3', {
    operator: { id: 'karim', name: 'Karim' },
    work: null,
  }),
  station('Load 1', {
    mode: 'load',
    operator: { id: 'mo', name: 'Mo' },
    work: { kind: 'loading', reference: 'LD-000412', done: 7, total: 12 },
  }),
  station('Load 2', {
    mode: 'load',
    online: false,
    lastSeenAt: at(19 * 60),
    operator: null,
    work: null,
    figures: null,
  }),
]

const STUCK: FloorStation[] = [
  station('Pack 2', {
    operator: { id: 'lotte', name: 'Lotte' },
    troubles: [
      { kind: 'printer', state: 'attention', detail: 'The labels have run out', since: at(22) },
    ],
  }),
  station('Pack 4', {
    operator: { id: 'sam', name: 'Sam' },
    pending: 12,
    oldestPendingAt: at(25),
  }),
  station('Pack 5', {
    online: false,
    lastSeenAt: at(41),
    operator: { id: 'noor', name: 'Noor' },
    work: { kind: 'picking', reference: 'LLP0002516', done: 1, total: 4 },
  }),
  station('Pack 6', {
    operator: { id: 'bo', name: 'Bo' },
    figures: {
      scansLastHour: 61,
      errorScansLastHour: 17,
      picksLastHour: 31,
      errorScansToday: 33,
      lastScanAt: at(1),
    },
  }),
]

const CLAIMS: FloorClaim[] = [
  {
    kind: 'list',
    id: 'list-4',
    reference: 'LLP0002516',
    orderNumbers: ['LL-000251'],
    stationId: 'st-Pack 5',
    station: 'Pack 5',
    stationOnline: false,
    stationRevoked: false,
    lastSeenAt: at(41),
    since: at(63),
    done: 1,
    total: 4,
  },
  {
    kind: 'load',
    id: 'load-1',
    reference: 'LD-000412',
    orderNumbers: [],
    stationId: 'st-Load 1',
    station: 'Load 1',
    stationOnline: true,
    stationRevoked: false,
    lastSeenAt: at(0),
    since: at(34),
    done: 7,
    total: 7,
  },
]

const ACCEPT = {
  choice: 'accept' as const,
  label: 'Accept it as it is',
  does: 'Records who looked at it and closes it. Nothing else changes.',
  input: null,
}

const EXCEPTIONS: FloorException[] = [
  {
    id: 'exception-1',
    code: 'short-pick',
    reference: 'LL-000247',
    detail: {
      orderNumber: 'LL-000247',
      list: 'LLP0002474',
      pickListId: 'list-0',
      missing: '2 × OAK-14-NAT',
      reasons: '2 × OAK-14-NAT (the shelf is empty)',
      reason: 'OUTOFSTOCK',
    },
    sentence:
      'Order LL-000247 holds. Missing on list LLP0002474: 2 × OAK-14-NAT (the shelf is empty). Ship what there is, or hold it.',
    openedAt: at(17),
    occurrences: 1,
    task: 'decide',
    choice: null,
    said: {
      sentence:
        'Daan at Pack 1 could not find 2 × Oak plank 14 mm, natural for list LLP0002474: the shelf is empty.',
      station: 'Pack 1',
      operator: 'Daan',
      occurredAt: at(17),
    },
    had: 'The office had 2 × OAK-14-NAT promised to order LL-000247.',
    choices: [
      { ...ACCEPT, choice: 'ship-partial', label: 'Ship what there is' },
      { ...ACCEPT, choice: 'hold', label: 'Hold the order' },
    ],
  },
  {
    id: 'exception-2',
    code: 'stock-below-zero',
    reference: 'UND-3',
    detail: { sku: 'UND-3', lot: '' },
    sentence:
      "Pack 6 (bo) took or shipped UND-3 that the office's stock did not have. Count the shelf and correct the stock.",
    openedAt: at(9),
    occurrences: 1,
    task: 'recount',
    choice: null,
    said: {
      sentence: 'Bo at Pack 6 took 4 for line 2 of list LLP0002490.',
      station: 'Pack 6',
      operator: 'Bo',
      occurredAt: at(9),
    },
    had: 'The office had fewer UND-3 in stock than that.',
    choices: [
      { ...ACCEPT, choice: 'recount', label: 'Recount the shelf', input: 'counted' },
      ACCEPT,
    ],
  },
  {
    id: 'exception-3',
    code: 'claimed-elsewhere',
    reference: 'LLP0002490',
    detail: { list: 'LLP0002490', holder: 'st-Pack 2' },
    sentence:
      'Pack 1 (daan) worked on pick list LLP0002490, which Pack 2 held. Check that nothing was done twice.',
    openedAt: at(3),
    occurrences: 1,
    task: 'look',
    choice: null,
    said: null,
    had: 'The office had pick list LLP0002490 at another bench.',
    choices: [ACCEPT],
  },
]

const DAY: BenchDay = {
  hours: [0, 41, 66, 72, 58, 80, 63, 74].map((picks, index) => ({
    from: at((8 - index) * 60),
    picks,
    scans: picks + 30,
    errorScans: index % 3,
  })),
  scansToday: 688,
  picksToday: 454,
  errorScansToday: 19,
  reasons: [
    { reason: 'product-not-on-list', count: 9 },
    { reason: 'more-than-asked', count: 5 },
    { reason: 'unknown-code', count: 3 },
    { reason: 'not-now', count: 2 },
  ],
}

/** What the host of a sample bench answers a supervisor. */
export function sampleFloorView(name: string): FloorView {
  const isFine = name === 'floor-fine'
  const answer = {
    serverTime: at(0),
    warehouse: 'MAIN',
    stations: isFine ? WELL : [...WELL, ...STUCK],
    claims: isFine ? CLAIMS.slice(1) : CLAIMS,
    exceptions: isFine ? [] : EXCEPTIONS,
    moreExceptions: false,
    people: isFine
      ? [
          { operatorId: 'daan', name: 'Daan', picksLastHour: 74, stations: ['Pack 1'] },
          { operatorId: 'sanne', name: 'Sanne', picksLastHour: 61, stations: ['Pack 1', 'Pack 3'] },
        ]
      : null,
  }
  return {
    office: name === 'floor-alone' ? null : { answer, at: at(name === 'floor-offline' ? 4 : 0) },
    trouble: name === 'floor-offline' || name === 'floor-alone' ? 'offline' : null,
    day: DAY,
    loads: [
      { number: 'LD-000412', region: 'NH', plate: 'V-382-KD' },
      { number: 'LD-000413', region: 'ZH', plate: '8-VKB-41' },
    ],
  }
}
