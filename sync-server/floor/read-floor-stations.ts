import type { Tx } from '../store/index.ts'
import { readClaims } from './read-claims.ts'
import { readStations } from './read-stations.ts'

/** The stations of a warehouse with all their devices and what each holds, for the pages of the office. */
export async function readFloorStations(tx: Tx, asked: { warehouse: string; now: number }) {
  const stations = await readStations(tx, asked)
  const claims = await readClaims(tx, asked)
  return stations.map(({ floor, devices }) => ({
    station: floor,
    devices,
    claims: claims.filter(({ stationId }) => stationId === floor.stationId),
  }))
}
