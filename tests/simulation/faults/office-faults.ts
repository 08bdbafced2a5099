import { actionDefinitions } from '#contract/actions/index.ts'
import type { Floor } from '../floor.ts'
import type { OfficeKill } from '../sim-office.ts'
import { CRASHING_SKU } from './crashing-rule.ts'
import type { Fault } from './fault.ts'

const KILLS: readonly OfficeKill[] = ['before-begin', 'before-commit', 'after-commit']

const TYPES = Object.keys(actionDefinitions)

export const OFFICE_FAULTS: readonly Fault[] = [
  ...KILLS.map((kill) => ({
    name: `office-killed-${kill}`,
    weight: 1.5,
    strike: ({ office }: Floor) => {
      office.killAt(kill)
      return Promise.resolve(true)
    },
  })),
  { name: 'office-backed-up', weight: 1.6, strike: backUp },
  { name: 'office-restored', weight: 0.5, strike: (floor) => restore(floor, 'same') },
  { name: 'office-restored-new-timeline', weight: 0.3, strike: (floor) => restore(floor, 'new') },
  { name: 'failover-lost-tail', weight: 0.4, strike: loseTail },
  { name: 'bench-of-lost-time', weight: 0.3, strike: loseEnrolment },
  { name: 'token-revoked', weight: 1.2, strike: revokeToken },
  { name: 'token-restored', weight: 1.2, strike: ({ shop }) => shop.restoreTokens() },
  { name: 'office-older', weight: 1, strike: changeVersion },
  { name: 'rule-crashes', weight: 0.8, strike: crashRule },
]

async function backUp(floor: Floor): Promise<boolean> {
  await floor.backUpOffice()
  return true
}

async function restore(floor: Floor, timeline: 'same' | 'new'): Promise<boolean> {
  const isRestored = await floor.restoreOffice(timeline)
  await floor.pass(floor.chance.between(0, 10_000))
  return isRestored
}

/** The standby that takes over never got the last moments, in which benches were answered. */
async function loseTail(floor: Floor): Promise<boolean> {
  await floor.backUpOffice()
  for (let n = floor.chance.between(1, 3); n > 0; n -= 1) await floor.work(floor.anyStation)
  return restore(floor, 'new')
}

/** A bench comes, works, and the office is put back to before it came (I12). */
async function loseEnrolment(floor: Floor): Promise<boolean> {
  const name = 'bench-late'
  if (floor.stations.some((station) => station.name === name)) return false
  await floor.backUpOffice()
  const late = await floor.addBench(name)
  await floor.pass(2_000)
  for (let n = floor.chance.between(1, 3); n > 0; n -= 1) await floor.work(late)
  return restore(floor, 'same')
}

/** A bench with a full queue is told that its token is worth nothing. */
async function revokeToken(floor: Floor): Promise<boolean> {
  const { network, shop } = floor
  const station = floor.anyStation
  const link = network.linkOf(station.name)
  network.setLink(station.name, 'down')
  await floor.work(station)
  await shop.revoke(station.identity.stationId)
  network.setLink(station.name, link)
  await floor.pass(5_000)
  return true
}

/** An office of an earlier version takes over, or is upgraded. */
function changeVersion({ office, chance, world }: Floor): Promise<boolean> {
  office.unread = office.unread === null ? chance.pick(TYPES) : null
  world.tell(`the office does not read ${office.unread ?? 'nothing'}`)
  return Promise.resolve(true)
}

/** A fact whose rule fails at the office, and not at the bench (PUSH-6). */
async function crashRule(floor: Floor): Promise<boolean> {
  const station = floor.anyStation
  const logged = station.record('stock.count', { sku: CRASHING_SKU, counted: 1 })
  if (logged === null) return false
  floor.world.poisoned.add(logged.id)
  await floor.pass(1_000)
  return true
}
