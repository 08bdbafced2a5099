import type { Floor } from '../floor.ts'

/**
 * Something that goes wrong, drawn by its weight. False says that it could not happen just then. Each name
 * is counted as an event, so that a set of runs can say which faults it never saw.
 */
export type Fault = {
  name: string
  weight: number
  strike(floor: Floor): Promise<boolean>
}
