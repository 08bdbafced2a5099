import type { Load } from '#contract/documents/load.ts'
import type { Floor } from '../floor.ts'
import type { SimStation } from '../sim-station.ts'
import type { Fault } from './fault.ts'

const LONGER_THAN_A_LEASE_MS = 12.5 * 3_600_000

/** What people at the office do while benches hear nothing of it, and what benches do to each other. */
export const PEOPLE_FAULTS: readonly Fault[] = [
  { name: 'order-cancelled', weight: 2, strike: ({ shop }) => shop.cancelOrder() },
  { name: 'list-released', weight: 1.2, strike: ({ shop }) => shop.releaseList() },
  { name: 'list-reissued', weight: 1.2, strike: ({ shop }) => shop.reissueList() },
  { name: 'capacity-changed', weight: 0.8, strike: ({ shop }) => shop.changeCapacity() },
  { name: 'load-departed', weight: 0.8, strike: ({ shop }) => shop.departLoad() },
  { name: 'order-stopped', weight: 1.2, strike: ({ shop }) => shop.stopOrder() },
  { name: 'stock-written-down', weight: 0.8, strike: ({ shop }) => shop.writeDownStock() },
  { name: 'same-list-twice', weight: 1.5, strike: claimOneListTwice },
  { name: 'last-unit-twice', weight: 0.8, strike: takeLastUnitTwice },
  { name: 'cancelled-under-hands', weight: 1, strike: cancelUnderHands },
  { name: 'load-freed', weight: 1, strike: freeLoadUnderHands },
  { name: 'lease-ends', weight: 0.5, strike: letLeaseEnd },
]

/** Two benches take the same list while neither hears of the other; one chain begins with a refusal. */
async function claimOneListTwice(floor: Floor): Promise<boolean> {
  const two = floor.anyTwo
  if (two === null) return false
  const code = freeListOf(two, floor)
  if (code === undefined) return false
  await apart(floor, two, async (station) => {
    station.wanted = code
    await floor.work(station, 12)
  })
  return true
}

/** The book has fewer of a product than two benches are about to take, each its own. */
async function takeLastUnitTwice(floor: Floor): Promise<boolean> {
  const two = floor.anyTwo
  if (two === null) return false
  await floor.shop.leaveOneUnit()
  await apart(floor, two, (station) => floor.work(station, 10))
  return true
}

/** A supervisor at another bench frees the load that a bench is filling, which goes on and confirms it. */
async function freeLoadUnderHands(floor: Floor): Promise<boolean> {
  const two = floor.anyTwo
  if (two === null) return false
  const [holder, other] = two
  const { network, office, world } = floor
  const filled = openLoadOf(holder)
  if (filled === undefined) return false
  network.setLink(holder.name, 'up')
  holder.wanted = filled.code
  await floor.work(holder, 4)
  await floor.pass(5_000)
  network.setLink(holder.name, 'down')
  const { status } = await office.freeLoad(filled.number, other.identity.token)
  world.tell(`${other.name} frees ${filled.number}: ${status}`)
  other.wanted = filled.code
  await floor.work(other, 6)
  await floor.work(holder, 6)
  network.setLink(holder.name, 'up')
  await floor.pass(2_000)
  return status === 200
}

/** The office cancels an order whose goods a bench is taking, and the bench does not know. */
async function cancelUnderHands(floor: Floor): Promise<boolean> {
  const { network, shop } = floor
  const station = floor.anyStation
  const { place } = station.state
  if (place.kind !== 'list') return false
  const list = station.floor.view.get('pick-list', place.listId)
  const orderNumber = list?.orders[0]?.orderNumber
  if (orderNumber === undefined) return false
  network.setLink(station.name, 'down')
  await floor.work(station, 3)
  await shop.cancel(orderNumber)
  await floor.work(station, 6)
  network.setLink(station.name, 'up')
  await floor.pass(2_000)
  return true
}

/** A bench confirms a load after its lease, in which time another has taken the load over. */
async function letLeaseEnd(floor: Floor): Promise<boolean> {
  const two = floor.anyTwo
  if (two === null) return false
  const [holder, other] = two
  const load = openLoadOf(holder)
  if (load === undefined) return false
  const { network, stations, world } = floor
  for (const { name } of two) network.setLink(name, 'up')
  const claim = (station: SimStation, type: string) => {
    const logged = station.record(type, { loadId: load.id }, 'ilse')
    if (logged !== null) world.buggy.add(logged.id)
  }
  claim(holder, 'load.claim')
  await floor.pass(40_000)
  network.setLink(holder.name, 'down')
  for (const station of stations) floor.suspend(station)
  await floor.pass(LONGER_THAN_A_LEASE_MS)
  for (const station of stations) station.resume()
  await floor.shop.openDays()
  claim(other, 'load.claim')
  await floor.pass(40_000)
  claim(holder, 'load.confirm')
  network.setLink(holder.name, 'up')
  await floor.pass(20_000)
  return true
}

/** Work at benches that are cut off, one after the other, until both come back. */
async function apart(
  floor: Floor,
  two: readonly SimStation[],
  work: (station: SimStation) => Promise<void>,
): Promise<void> {
  for (const { name } of two) floor.network.setLink(name, 'down')
  for (const station of two) await work(station)
  for (const { name } of two) floor.network.setLink(name, 'up')
  await floor.pass(2_000)
}

function freeListOf([first, second]: readonly [SimStation, SimStation], { chance }: Floor) {
  const known = new Set(second.floor.view.pickLists().map(({ code }) => code))
  const free = first.floor.view
    .pickLists()
    .filter(({ status, code }) => status === 'open' && known.has(code))
  return free.length === 0 ? undefined : chance.pick(free).code
}

function openLoadOf({ floor }: SimStation): Load | undefined {
  return floor.view.loads().find(({ status }) => status === 'open' || status === 'claimed')
}
