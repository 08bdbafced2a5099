import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import type { Tx } from '../store/index.ts'
import { defaultStops, readStops, type Tour } from './stops.ts'
import { readLoad } from './loads.ts'

/** Loads that are looked at for their vehicles, and vehicles that are named. */
const LOADS_READ_MAX = 100
const VEHICLES_MAX = 12

/** What a load could take, and vehicles known of late. */
export async function listLoadCandidates(
  tx: Tx,
  { load, ...tour }: Tour & { load?: string | undefined },
) {
  const own = load === undefined ? null : await readLoad(tx, load)
  const shipments = await readStops(tx, await defaultStops(tx, tour, own?.id ?? null))
  return { shipments, vehicles: await readVehicles(tx, tour.warehouse) }
}

async function readVehicles(tx: Tx, warehouse: string) {
  const { rows } = await sql<{ body: DocumentOf<'load'> }>`
    SELECT d.body FROM load l
    JOIN document d ON d.warehouse = l.warehouse AND d.kind = 'load' AND d.id = l.id
    WHERE l.warehouse = ${warehouse} ORDER BY l.id DESC LIMIT ${LOADS_READ_MAX}`.execute(tx)
  const known = new Map<string, { vehicle: DocumentOf<'load'>['vehicle']; driver: string }>()
  for (const { body } of rows) {
    const { vehicle, driver } = body
    if (!known.has(vehicle.plate)) known.set(vehicle.plate, { vehicle, driver })
  }
  return [...known.values()].slice(0, VEHICLES_MAX)
}
