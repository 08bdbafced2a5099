import type { Floor } from '../floor.ts'
import { DISK_FAULTS } from './disk-faults.ts'
import type { Fault } from './fault.ts'
import { FORK_FAULTS } from './fork-faults.ts'
import { NETWORK_FAULTS } from './network-faults.ts'
import { OFFICE_FAULTS } from './office-faults.ts'
import { PEOPLE_FAULTS } from './people-faults.ts'
import { STATION_FAULTS } from './station-faults.ts'
import { TIME_FAULTS } from './time-faults.ts'

/** Every fault there is, by family. Partitions weigh most: they leave queues stuck in real systems. */
export const FAULTS: readonly Fault[] = [
  ...NETWORK_FAULTS,
  ...OFFICE_FAULTS,
  ...STATION_FAULTS,
  ...DISK_FAULTS,
  ...FORK_FAULTS,
  ...TIME_FAULTS,
  ...PEOPLE_FAULTS,
]

const TOTAL_WEIGHT = FAULTS.reduce((sum, { weight }) => sum + weight, 0)

/** Draws a fault and lets it happen. */
export async function strikeAny(floor: Floor): Promise<void> {
  let left = floor.chance.next() * TOTAL_WEIGHT
  const fault = FAULTS.find(({ weight }) => (left -= weight) < 0)
  if (fault === undefined) return
  floor.world.tell(`fault ${fault.name}`)
  if (await fault.strike(floor)) floor.world.count(`fault-${fault.name}`)
}
