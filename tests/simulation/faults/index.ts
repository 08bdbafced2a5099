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

const OF_DISKS = new Set([...DISK_FAULTS, ...FORK_FAULTS])

/** Draws a fault and lets it happen; those of disks weigh so many times what they usually do. */
export async function strikeAny(floor: Floor, diskTrouble: number): Promise<void> {
  const weigh = (fault: Fault) => fault.weight * (OF_DISKS.has(fault) ? diskTrouble : 1)
  let left = floor.chance.next() * FAULTS.reduce((sum, fault) => sum + weigh(fault), 0)
  const fault = FAULTS.find((one) => (left -= weigh(one)) < 0)
  if (fault === undefined) return
  floor.world.tell(`fault ${fault.name}`)
  if (await fault.strike(floor)) floor.world.count(`fault-${fault.name}`)
}
