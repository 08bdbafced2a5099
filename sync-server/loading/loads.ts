import { sql } from 'kysely'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import { isOverVehicle, loadedCm3, loadedGrams, type Vehicle } from '#contract/documents/load.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { readRegion, requireWarehouse } from '../orders/index.ts'
import { readHolders } from '../stations/index.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import { readDocuments, writeDocuments } from '../sync/documents.ts'
import { readLoadProgress } from './load-progress.ts'
import { defaultStops, requireStops } from './stops.ts'

const NUMBER_DIGITS = 6

export type LoadPlan = {
  warehouse: string
  region: string
  deliveryDate: string
  vehicle: Vehicle
  driver: string
  /** All shipments of its region and day that no other load was planned for, when absent. */
  stops?: string[] | undefined
}

/** Plans a load; benches see it at their next pull. */
export async function createLoad(
  tx: Tx,
  plan: LoadPlan,
  deps: OfficeDeps,
): Promise<DocumentOf<'load'>> {
  const { warehouse } = plan
  await requireWarehouse(tx, warehouse)
  const region = await readRegion(tx, plan.region)
  if (region.warehouse !== warehouse) {
    throw new Problem('unknown-region', `${warehouse} does not deliver to ${plan.region}`)
  }
  const stops = plan.stops ?? (await defaultStops(tx, plan))
  await requireStops(tx, plan, stops)
  const digits = await nextNumber(tx)
  const load: DocumentOf<'load'> = {
    ...plan,
    stops,
    id: deps.newId(),
    number: `LD-${digits}`,
    code: encodeLoadlineCode('load', digits),
    status: 'open',
    claim: null,
    units: [],
    seal: null,
  }
  await tx
    .insertInto('load')
    .values({
      id: load.id,
      number: load.number,
      warehouse,
      region: plan.region,
      delivery_date: plan.deliveryDate,
      created_at: instantOf(deps.clock.now()),
    })
    .execute()
  await writeDocuments(tx, warehouse, [{ kind: 'load', id: load.id, doc: load }])
  return load
}

type LoadChange = {
  vehicle?: Vehicle | undefined
  driver?: string | undefined
  stops?: string[] | undefined
}

/** Changes what was planned of a load that has not left; what is on board must fit the vehicle. */
export async function changeLoad(
  tx: Tx,
  number: string,
  { vehicle, driver, stops }: LoadChange,
): Promise<DocumentOf<'load'>> {
  const load = await readLoad(tx, number, { lock: true })
  if (load.status === 'departed') throw new Problem('wrong-state', `load ${number} has departed`)
  if (stops !== undefined) await requireStops(tx, load, stops)
  const [grossGrams, volumeCm3] = [loadedGrams(load), loadedCm3(load)]
  if (vehicle !== undefined && isOverVehicle(vehicle, { grossGrams, volumeCm3 })) {
    const aboard = `${grossGrams} g and ${volumeCm3} cm³ are on board`
    throw new Problem('over-capacity', `${vehicle.plate} may not carry that much: ${aboard}`)
  }
  const changed = {
    ...load,
    vehicle: vehicle ?? load.vehicle,
    driver: driver ?? load.driver,
    stops: stops ?? load.stops,
  }
  await writeDocuments(tx, load.warehouse, [{ kind: 'load', id: load.id, doc: changed }])
  return changed
}

export type LoadFilter = {
  warehouse?: string | undefined
  region?: string | undefined
  deliveryDate?: string | undefined
  status?: string | undefined
  progress?: 'true' | 'false' | undefined
  after?: string | undefined
  limit: number
}

/** Loads in the order they were planned in. */
export async function listLoads(tx: Tx, filter: LoadFilter, now: number) {
  let query = tx
    .selectFrom('load as l')
    .innerJoin('document as d', (join) =>
      join
        .onRef('d.warehouse', '=', 'l.warehouse')
        .onRef('d.id', '=', 'l.id')
        .on('d.kind', '=', 'load'),
    )
    .select('d.body')
    .orderBy('l.id')
    .limit(filter.limit + 1)
  if (filter.warehouse !== undefined) query = query.where('l.warehouse', '=', filter.warehouse)
  if (filter.region !== undefined) query = query.where('l.region', '=', filter.region)
  if (filter.deliveryDate !== undefined) {
    query = query.where('l.delivery_date', '=', filter.deliveryDate)
  }
  if (filter.status !== undefined) {
    query = query.where(sql<boolean>`d.body ->> 'status' = ${filter.status}`)
    if (filter.deliveryDate === undefined) query = query.where(isOfState(filter.status))
  }
  if (filter.after !== undefined) {
    query = query.where('l.id', '>', (await findLoad(tx, filter.after)).id)
  }
  const rows = await query.execute()
  const loads = rows.slice(0, filter.limit).map((row) => row.body as DocumentOf<'load'>)
  const items =
    filter.progress === 'true'
      ? await withProgress(tx, loads, now)
      : loads.map((load) => loadAnswer(load))
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.number ?? null) : null }
}

/**
 * Of all days most have left, and few are of any other state: those are gathered first. Word for word what the index
 * `document_load_status` is of.
 */
function isOfState(status: string) {
  if (status === 'departed') return sql<boolean>`true`
  return sql<boolean>`l.id = ANY(ARRAY(SELECT id FROM document
    WHERE kind = 'load' AND body ->> 'status' = ${status}))`
}

/** A load as it stands now, or as nobody changes it until the end of the transaction. */
export async function readLoad(
  tx: Tx,
  number: string,
  options: { lock?: boolean } = {},
): Promise<DocumentOf<'load'>> {
  const { id, warehouse } = await findLoad(tx, number)
  const documents = await readDocuments(tx, warehouse, [{ kind: 'load', id }], options)
  const load = documents.get('load', id)
  if (load === undefined) throw new Error(`load ${number} has no document`)
  if (options.lock === true) {
    const { status, vehicle, driver, stops, claim, seal } = load
    noteBefore(tx, { number, status, vehicle, driver, stops, claim, seal })
  }
  return load
}

/** A load as the office's API shows it. */
export function loadAnswer(load: DocumentOf<'load'>) {
  const { id, number, code, status, warehouse, region, deliveryDate, vehicle, driver } = load
  return {
    id,
    number,
    code,
    status,
    warehouse,
    region,
    deliveryDate,
    vehicle,
    driver,
    stops: load.stops,
    seal: load.seal,
    units: load.units.map((unit) => ({ ...unit })),
    weightGrams: loadedGrams(load),
    volumeCm3: loadedCm3(load),
  }
}

async function withProgress(tx: Tx, loads: readonly DocumentOf<'load'>[], now: number) {
  const heldBy = await readHolders(tx, loads, now)
  const progress = await readLoadProgress(tx, loads)
  return loads.map((load) => ({
    ...loadAnswer(load),
    heldBy: heldBy(load),
    progress: progress.get(load.id),
  }))
}

async function findLoad(tx: Tx, number: string): Promise<{ id: string; warehouse: string }> {
  const row = await tx
    .selectFrom('load')
    .select(['id', 'warehouse'])
    .where('number', '=', number)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `no load ${number}`)
  return row
}

async function nextNumber(tx: Tx): Promise<string> {
  const { rows } = await sql<{ number: number }>`
    SELECT nextval('load_number_seq') AS number`.execute(tx)
  return String(rows[0]?.number ?? 0).padStart(NUMBER_DIGITS, '0')
}
