import { readFloorStations } from '../../floor/index.ts'
import type { Tx } from '../../store/index.ts'
import type { Scope } from './read-today.ts'

/** Every station as a supervisor at a bench sees it, with all its devices and what it holds. */
export async function readStations(tx: Tx, { warehouses, nowMs: now }: Scope) {
  const stations = []
  for (const warehouse of warehouses) {
    for (const { station, devices, claims } of await readFloorStations(tx, { warehouse, now })) {
      const holds = claims.map(({ kind, reference, since }) => ({ kind, reference, since }))
      stations.push({ ...station, warehouse, devices, holds })
    }
  }
  return stations
}
