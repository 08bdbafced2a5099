import { expect, test } from 'vitest'
import { DEFAULT_BENCH_SETTINGS } from '#contract/rpc/bench-settings.ts'
import { benchSettings, readBenchSettings } from './bench-settings.ts'
import { BENCH_SETTINGS_KEY } from './bench-settings-key.ts'
import { SupervisorCheck } from './refusals/supervisor-check.ts'
import { badge, operator } from './testing/floor.ts'
import { realBench } from './testing/real-bench.ts'

test('only a supervisor changes how a bench works, and it stays so over a restart', async () => {
  const { desk, floor, changes } = settingsDesk()
  expect(desk.current()).toEqual(DEFAULT_BENCH_SETTINGS)
  const off = { change: { autoClose: false } }
  expect(await desk.change(off)).toEqual({ accepted: false, trouble: 'supervisor-needed' })
  expect(await desk.change({ ...off, badge: badge('sanne') })).toMatchObject({
    trouble: 'role-missing',
  })
  expect(desk.current().autoClose).toBe(true)
  expect(changes()).toBe(0)

  expect(await desk.change({ ...off, badge: badge('ilse') })).toEqual({ accepted: true })
  expect(desk.current()).toEqual({ autoClose: false, idleSignOutMinutes: 15 })
  expect(changes()).toBe(1)
  expect(await desk.change({ change: { idleSignOutMinutes: 5 }, badge: badge('ilse') })).toEqual({
    accepted: true,
  })
  expect(readBenchSettings(floor.log)).toEqual({ autoClose: false, idleSignOutMinutes: 5 })
  floor.close()
})

test('a supervisor who is signed in is not asked for a badge', async () => {
  const { desk, floor } = settingsDesk('ilse')
  expect(await desk.change({ change: { autoClose: false } })).toEqual({ accepted: true })
  floor.close()
})

test('what another version of the bench has set counts where this one can read it', () => {
  const { floor } = settingsDesk()
  const { log } = floor
  const set = (value: unknown) =>
    log.transaction(() => log.setMeta(BENCH_SETTINGS_KEY, JSON.stringify(value)))
  set({ autoClose: false, colour: 'blue' })
  expect(readBenchSettings(log)).toEqual({ autoClose: false, idleSignOutMinutes: 15 })
  set({ autoClose: 'sometimes' })
  expect(readBenchSettings(log)).toEqual(DEFAULT_BENCH_SETTINGS)
  set('nonsense')
  expect(readBenchSettings(log)).toEqual(DEFAULT_BENCH_SETTINGS)
  floor.close()
})

test('a bench left alone signs out after the time that is set, from the moment it is set', () => {
  let minutes = 15
  const floor = realBench(PEOPLE, { idleSignOutMs: () => minutes * 60_000 })
  floor.scan(badge('sanne'))
  floor.clock.advance(14 * 60_000)
  expect(floor.submit.state.operatorId).toBe('sanne')
  minutes = 5
  floor.bench.restartIdle()
  floor.clock.advance(4 * 60_000)
  expect(floor.submit.state.operatorId).toBe('sanne')
  floor.clock.advance(60_000)
  expect(floor.submit.state.operatorId).toBeNull()
  floor.close()
})

const PEOPLE = [
  { kind: 'operator' as const, id: 'sanne', doc: operator('sanne', ['picker']) },
  { kind: 'operator' as const, id: 'ilse', doc: operator('ilse', ['supervisor']) },
]

function settingsDesk(signedIn: string | null = null) {
  const floor = realBench(PEOPLE)
  let changes = 0
  const desk = benchSettings({
    log: floor.log,
    view: floor.view,
    supervisors: new SupervisorCheck(floor.clock),
    signedIn: () => signedIn,
    onChange: () => {
      changes += 1
    },
  })
  return { desk, floor, changes: () => changes }
}
