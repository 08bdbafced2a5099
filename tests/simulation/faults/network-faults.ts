import type { Floor } from '../floor.ts'
import type { Link } from '../network.ts'
import type { Fault } from './fault.ts'

/** How many moves hands make at each bench while nothing comes through. */
const OFFLINE_MOVES = { from: 4, to: 10 }

const LINK_FAULTS: { link: Exclude<Link, 'up'>; weight: number }[] = [
  { link: 'down', weight: 9 },
  { link: 'black-hole', weight: 6 },
  { link: 'replies-lost', weight: 5 },
  { link: 'requests-lost', weight: 4 },
  { link: 'flapping', weight: 5 },
  { link: 'captive-portal', weight: 3 },
  { link: 'drops-again', weight: 5 },
]

export const NETWORK_FAULTS: readonly Fault[] = [
  ...LINK_FAULTS.map(({ link, weight }) => ({
    name: `link-${link}`,
    weight,
    strike: (floor: Floor) => breakLink(floor, link),
  })),
  { name: 'link-back', weight: 16, strike: bringBack },
  { name: 'all-back-at-once', weight: 1.5, strike: allBackAtOnce },
  { name: 'snapshot-broken-off', weight: 1.5, strike: breakOffSnapshot },
  { name: 'poke-early', weight: 1, strike: pokeEarly },
]

async function breakLink(floor: Floor, link: Exclude<Link, 'up'>): Promise<boolean> {
  const { chance, network } = floor
  const { name } = floor.anyStation
  if (network.linkOf(name) === link) return false
  network.setLink(name, link)
  await floor.pass(chance.between(0, 5_000))
  return true
}

async function bringBack(floor: Floor): Promise<boolean> {
  const { chance, network, stations } = floor
  const cut = stations.filter(({ name }) => network.linkOf(name) !== 'up')
  if (cut.length === 0) return false
  network.setLink(chance.pick(cut).name, 'up')
  await floor.pass(chance.between(0, 5_000))
  return true
}

/** The morning: every bench has worked alone, and the network comes back for all of them in one moment. */
async function allBackAtOnce(floor: Floor): Promise<boolean> {
  const { chance, network, stations } = floor
  for (const { name } of stations) network.setLink(name, 'down')
  for (const station of stations) {
    await floor.work(station, chance.between(OFFLINE_MOVES.from, OFFLINE_MOVES.to))
  }
  for (const { name } of stations) network.setLink(name, 'up')
  await floor.pass(60_000)
  return true
}

/** A bench without its cache reads everything anew, and loses the network just before the end. */
async function breakOffSnapshot(floor: Floor): Promise<boolean> {
  const { chance, network } = floor
  const station = floor.anyStation
  network.setLink(station.name, 'up')
  network.breakOffSnapshot(station.name)
  await floor.kill(station, { losesCache: true })
  await floor.pass(chance.between(2_000, 20_000))
  return true
}

/** Benches are told that there is something to pull before there is. */
async function pokeEarly(floor: Floor): Promise<boolean> {
  floor.network.poke()
  await floor.pass(1_000)
  return true
}
