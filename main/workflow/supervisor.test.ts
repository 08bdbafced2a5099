import { expect, test } from 'vitest'
import { badge, CODE, operator, type TestBench } from '../testing/floor.ts'
import { pickedBench } from '../testing/shop.ts'
import { PIN_LOCK_MS, PIN_TRIES_MAX } from './supervisor.ts'

const NOON = Date.parse('2026-04-16T12:00:00.000Z')
const HEAVY = CODE['HEAVY'] ?? ''
const RIGHT = { kind: 'pin', supervisorId: 'karim', isRight: true } as const
const WRONG = { kind: 'pin', supervisorId: 'karim', isRight: false } as const

/** A carton far too heavy, and two supervisors: Karim has a PIN, Nora has none. */
function overrideBench(setup: Parameters<typeof pickedBench>[0] = {}): TestBench {
  const bench = pickedBench(setup)
  bench.floor.put('operator', 'karim', { ...operator('karim', ['supervisor']), pinHash: 'kept' })
  bench.floor.put('operator', 'nora', operator('nora', ['supervisor']))
  bench.weigh(9_000)
  bench.scan(CODE['CLOSE'] ?? '')
  return bench
}

function at(ms: number): string {
  return new Date(ms).toISOString()
}

test('a supervisor with a PIN types it after the badge; then comes the reason', () => {
  const bench = overrideBench()
  bench.scan(badge('karim'))
  expect(bench.state.prompt).toMatchObject({
    step: 'pin',
    supervisor: 'Karim',
    triesLeft: PIN_TRIES_MAX,
  })
  bench.scan(HEAVY)
  expect(bench.alert?.reason).toBe('answer-first')
  bench.scan(CODE['ACK'] ?? '')
  expect(bench.take(RIGHT).became).toBe('command')
  expect(bench.state.prompt).toMatchObject({ step: 'reason', triesLeft: null })
  bench.scan(HEAVY)
  expect(bench.log.find(({ type }) => type === 'pack.weigh')?.payload).toMatchObject({
    override: { operatorId: 'karim', reason: 'HEAVY' },
  })
})

test('a supervisor without a PIN needs the badge alone, as before', () => {
  const bench = overrideBench()
  bench.scan(badge('nora'), HEAVY)
  expect(bench.types()).toContain('pack.close')
})

test('three wrong PINs take the question back, and that badge waits a minute', () => {
  let now = NOON
  const bench = overrideBench()
  const scanAt = (ms: number, ...codes: string[]) => {
    now = ms
    bench.setup.now = at(now)
    return bench.scan(...codes)
  }
  scanAt(NOON, badge('karim'))
  bench.take(WRONG)
  expect(bench.state.prompt).toMatchObject({ step: 'pin', triesLeft: 2 })
  expect(bench.state.feedback).toMatchObject({
    kind: 'wrong',
    text: 'pin-wrong',
    detail: { left: 2 },
  })
  bench.take(WRONG)
  expect(bench.take(WRONG).became).toBe('alert')
  expect(bench.state).toMatchObject({
    prompt: null,
    overrideBy: null,
    overrideFrame: null,
    alert: { code: 'not-allowed', reason: 'pin-locked', detail: { who: 'Karim', seconds: 60 } },
  })
  expect(bench.types()).not.toContain('pack.weigh')
  scanAt(NOON + PIN_LOCK_MS - 1, CODE['ACK'] ?? '', CODE['CLOSE'] ?? '', badge('karim'))
  expect(bench.alert).toMatchObject({ reason: 'pin-locked', detail: { seconds: 1 } })
  scanAt(NOON + PIN_LOCK_MS - 1, CODE['ACK'] ?? '', badge('nora'))
  expect(bench.state.prompt).toMatchObject({ step: 'reason', supervisor: 'Nora' })
  scanAt(NOON + PIN_LOCK_MS, badge('karim'))
  expect(bench.state.prompt).toMatchObject({ step: 'pin', triesLeft: PIN_TRIES_MAX })
})

test('cancelling between wrong PINs wins no more tries; the right one does', () => {
  const bench = overrideBench()
  bench.scan(badge('karim'))
  bench.take(WRONG)
  bench.take(WRONG)
  bench.scan(CODE['CANCEL'] ?? '', CODE['CLOSE'] ?? '', badge('karim'))
  expect(bench.state.prompt).toMatchObject({ step: 'pin', triesLeft: 1 })
  bench.take(RIGHT)
  bench.scan(CODE['CANCEL'] ?? '', CODE['CLOSE'] ?? '', badge('karim'))
  expect(bench.state.prompt).toMatchObject({ step: 'pin', triesLeft: PIN_TRIES_MAX })
})

test('a lock outlives the process, and a clock that was set back does not prolong it', () => {
  const bench = overrideBench()
  bench.setup.now = at(NOON)
  bench.scan(badge('karim'))
  for (let wrong = 0; wrong < PIN_TRIES_MAX; wrong += 1) bench.take(WRONG)
  // The bench's state goes through JSON after every input, as a restart would take it.
  expect(bench.state.pinTrouble).toEqual({
    karim: { wrong: 0, lockedUntil: at(NOON + PIN_LOCK_MS) },
  })
  bench.setup.now = at(NOON - 24 * 60 * PIN_LOCK_MS)
  bench.scan(CODE['ACK'] ?? '', CODE['CLOSE'] ?? '', badge('karim'))
  expect(bench.state.prompt).toMatchObject({ step: 'pin' })
})

test('a PIN that comes when nobody is asked, or for somebody else, does nothing', () => {
  const bench = overrideBench()
  for (const input of [RIGHT, WRONG]) expect(bench.take(input).became).toBe('ignored')
  bench.scan(badge('karim'))
  const { state } = bench
  expect(bench.take({ ...RIGHT, supervisorId: 'nora' }).became).toBe('ignored')
  expect(bench.state).toEqual(state)
  bench.scan(CODE['CANCEL'] ?? '')
  expect(bench.take(RIGHT).became).toBe('ignored')
})

test('whoever leaves takes the supervisor’s leave along: the next one asks again', () => {
  const bench = overrideBench()
  bench.scan(badge('karim'))
  bench.take(RIGHT)
  bench.scan(CODE['SIGNOUT'] ?? '', badge('sanne'), HEAVY)
  expect(bench.alert?.reason).toBe('answer-first')
  expect(bench.state).toMatchObject({
    prompt: { step: 'badge', supervisor: null },
    overrideBy: null,
  })
})
