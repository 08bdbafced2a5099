import { sql } from 'kysely'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import { loadedGrams, type Vehicle } from '#contract/documents/load.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { readRegion, requireWarehouse } from '../orders/index.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments, writeDocuments } from '../sync/documents.ts'

const NUMBER_DIGITS = 6

export type LoadPlan = {
  warehouse: string
  region: string
  deliveryDate: string
  vehicle: Vehicle
  driver: string
  stops: string[]
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
  const digits = await nextNumber(tx)
  const load: DocumentOf<'load'> = {
    ...plan,
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

/** A load as it stands now. */
export async function readLoad(tx: Tx, number: string): Promise<DocumentOf<'load'>> {
  const row = await tx
    .selectFrom('load')
    .select(['id', 'warehouse'])
    .where('number', '=', number)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `no load ${number}`)
  const { id, warehouse } = row
  const load = (await readDocuments(tx, warehouse, [{ kind: 'load', id }])).get('load', id)
  if (load === undefined) throw new Error(`load ${number} has no document`)
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
  }
}

async function nextNumber(tx: Tx): Promise<string> {
  const { rows } = await sql<{ number: number }>`
    SELECT nextval('load_number_seq') AS number`.execute(tx)
  return String(rows[0]?.number ?? 0).padStart(NUMBER_DIGITS, '0')
}
