import { expect, test } from 'vitest'
import type { FloorClaim, FloorStation } from '#contract/sync/floor-answer.ts'
import { benchState, type BenchWhy, stuckFirst } from './bench-state.ts'

const NOW = Date.parse('2026-03-10T13:00:00.000Z')

const at = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString()

function station(changes: Partial<FloorStation> = {}): FloorStation {
  return {
    stationId: 'st-1',
    name: 'Pack 1',
    mode: 'pick-and-pack',
    online: true,
    lastSeenAt: at(0),
    pending: 0,
    oldestPendingAt: null,
    clockOffsetMs: 0,
    clockIsOff: false,
    logTrouble: null,
    troubles: [],
    operator: { id: 'sanne', name: 'Sanne' },
    work: { kind: 'picking', reference: 'LLP1', done: 2, total: 5 },
    figures: {
      scansLastHour: 60,
      errorScansLastHour: 2,
      picksLastHour: 40,
      errorScansToday: 4,
      lastScanAt: at(1),
    },
    ...changes,
  }
}

function claim(changes: Partial<FloorClaim> = {}): FloorClaim {
  return {
    kind: 'list',
    id: 'list-1',
    reference: 'LLP1',
    orderNumbers: [],
    stationId: 'st-1',
    station: 'Pack 1',
    stationOnline: true,
    stationRevoked: false,
    lastSeenAt: at(0),
    since: at(30),
    done: 2,
    total: 5,
    ...changes,
  }
}

const trouble = (kind: string, state: string, detail = '') => ({
  troubles: [{ kind, state, detail, since: at(20) }],
})
const figures = (changes: Partial<NonNullable<FloorStation['figures']>>) => {
  const { figures: before } = station()
  if (before === null) throw new Error('the station of the test has figures')
  return { figures: { ...before, ...changes } }
}

const CASES: [string, Partial<FloorStation>, BenchWhy, string][] = [
  ['works', {}, 'picking', 'work'],
  [
    'has no paper',
    trouble('printer', 'attention', 'The labels have run out'),
    'printer-paper',
    'stuck',
  ],
  [
    'has an open printer',
    trouble('printer', 'attention', 'The print head or cover is open'),
    'printer-open',
    'stuck',
  ],
  [
    'has a printer with a trouble of its own',
    trouble('printer', 'attention', 'E-17'),
    'printer',
    'stuck',
  ],
  ['has lost its printer', trouble('printer', 'lost'), 'printer-lost', 'stuck'],
  ['has a silent scale', trouble('scale', 'lost'), 'scale', 'stuck'],
  ['is just starting its scale', trouble('scale', 'opening'), 'picking', 'work'],
  ['waits with its work', { pending: 12, oldestPendingAt: at(25) }, 'waiting', 'stuck'],
  ['sends at this moment', { pending: 12, oldestPendingAt: at(1) }, 'picking', 'work'],
  [
    'has a damaged memory',
    { logTrouble: 'The memory of this bench was damaged.' },
    'memory',
    'stuck',
  ],
  ['has a wrong clock', { clockIsOff: true }, 'clock', 'look'],
  ['scans wrong again and again', figures({ errorScansLastHour: 20 }), 'errors', 'look'],
  [
    'scanned wrong a few times',
    figures({ errorScansLastHour: 9, scansLastHour: 12 }),
    'picking',
    'work',
  ],
  ['stands still over open work', figures({ lastScanAt: at(40) }), 'still', 'look'],
  ['has nothing to do', { work: null }, 'ready', 'quiet'],
  ['is empty', { work: null, operator: null }, 'nobody', 'quiet'],
  ['was never on', { online: false, lastSeenAt: null, operator: null }, 'never', 'quiet'],
]

test.each(CASES)('a bench that %s', (_name, changes, why, tone) => {
  expect(benchState(station(changes), [claim()], NOW)).toMatchObject({ why, tone })
})

test('a bench that went silent is stuck while it holds or owes something, and else switched off', () => {
  const silent = { online: false, lastSeenAt: at(30), operator: null, work: null }
  const since = { sinceMs: NOW - 30 * 60_000 }
  const state = (changes: Partial<FloorStation>, claims: FloorClaim[] = []) =>
    benchState(station({ ...silent, ...changes }), claims, NOW)
  expect(state({}, [claim()])).toMatchObject({
    tone: 'stuck',
    why: 'silent-holding',
    reference: 'LLP1',
    ...since,
  })
  expect(state({ pending: 3 })).toMatchObject({ tone: 'stuck', why: 'silent-waiting', count: 3 })
  expect(state({ operator: { id: 'x', name: 'X' } })).toMatchObject({
    tone: 'stuck',
    why: 'silent',
  })
  expect(state({})).toMatchObject({ tone: 'quiet', why: 'off', ...since })
  expect(state({}, [claim({ stationId: 'st-2' })])).toMatchObject({ why: 'off' })
})

test('times by a wrong bench clock are told by the office’s', () => {
  const hourBehind = { clockOffsetMs: 3_600_000, clockIsOff: true }
  const state = benchState(station({ ...hourBehind, pending: 2, oldestPendingAt: at(65) }), [], NOW)
  expect(state).toMatchObject({ why: 'waiting', sinceMs: NOW - 5 * 60_000 })
})

test('stuck benches come first, the worst and the longest before the others', () => {
  const floor = [
    station({ stationId: 'a', name: 'A' }),
    station({ stationId: 'b', name: 'B', work: null, operator: null }),
    station({ stationId: 'c', name: 'C', ...trouble('scale', 'lost') }),
    station({ stationId: 'd', name: 'D', online: false, lastSeenAt: at(5), pending: 1 }),
    station({ stationId: 'e', name: 'E', online: false, lastSeenAt: at(50), pending: 1 }),
    station({ stationId: 'f', name: 'F', clockIsOff: true }),
    station({
      stationId: 'g',
      name: 'G',
      ...trouble('printer', 'attention', 'The labels have run out'),
    }),
  ]
  const names = stuckFirst(floor, [], NOW).map(({ station: { name } }) => name)
  expect(names).toEqual(['E', 'D', 'G', 'C', 'F', 'A', 'B'])
})
