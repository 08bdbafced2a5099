import { type RawBuilder, sql } from 'kysely'
import type { Found } from '#contract/http/search-routes.ts'
import type { Tx } from '../../store/index.ts'
import { UNIT_TAIL_DIGITS, type Meanings } from './meanings.ts'

type FoundOf<K extends Found['kind']> = Extract<Found, { kind: K }>

/** Behind every text that begins with what was typed. */
const LAST_CHARACTER = '\u{10FFFF}'

/** A unit by its SSCC, or the newest of those that end with these digits. */
export async function findUnits(
  tx: Tx,
  { unitId, unitTail }: Meanings,
  limit: number,
): Promise<FoundOf<'unit'>[]> {
  if (unitId === null && unitTail === null) return []
  const tail = unitTail ?? ''
  const isIt =
    unitId === null
      ? // The second one is what the index holds.
        sql`right(id, ${tail.length}::integer) = ${tail}
          AND right(id, 6) = ${tail.slice(-UNIT_TAIL_DIGITS)}`
      : sql`id = ${unitId} AND warehouse IN (SELECT code FROM warehouse)`
  const { rows } = await sql<Omit<FoundOf<'unit'>, 'kind'>>`
    SELECT id AS "unitId", body ->> 'kind' AS "unitKind", body ->> 'status' AS status,
      body -> 'orderNumbers' AS "orderNumbers"
    FROM document WHERE kind = 'unit' AND ${isIt}
    ORDER BY seq DESC LIMIT ${limit}::bigint`.execute(tx)
  return rows.map((row) => ({ kind: 'unit', ...row }))
}

/** Pick lists whose code begins so, the newest first. */
export async function findLists(
  tx: Tx,
  begin: string,
  limit: number,
): Promise<FoundOf<'pick-list'>[]> {
  const { rows } = await sql<Omit<FoundOf<'pick-list'>, 'kind'>>`
    SELECT p.code, d.body ->> 'status' AS status, p.region, p.delivery_date AS "deliveryDate"
    FROM (${lastThat(sql`pick_list`, sql`code`, begin, limit)}) AS p
    JOIN document d ON d.warehouse = p.warehouse AND d.kind = 'pick-list' AND d.id = p.id
    ORDER BY p.code DESC`.execute(tx)
  return rows.map((row) => ({ kind: 'pick-list', ...row }))
}

/** Loads whose number begins so, the newest first. */
export async function findLoads(tx: Tx, begin: string, limit: number): Promise<FoundOf<'load'>[]> {
  const { rows } = await sql<Omit<FoundOf<'load'>, 'kind'>>`
    SELECT l.number, d.body ->> 'status' AS status, l.region, l.delivery_date AS "deliveryDate",
      d.body #>> '{vehicle,plate}' AS plate
    FROM (${lastThat(sql`load`, sql`number`, begin, limit)}) AS l
    JOIN document d ON d.warehouse = l.warehouse AND d.kind = 'load' AND d.id = l.id
    ORDER BY l.number DESC`.execute(tx)
  return rows.map((row) => ({ kind: 'load', ...row }))
}

/** Stations with that in their name, those in use first. There are as many as a house has benches. */
export async function findStations(
  tx: Tx,
  text: string,
  limit: number,
): Promise<FoundOf<'station'>[]> {
  const { rows } = await sql<Omit<FoundOf<'station'>, 'kind'>>`
    SELECT id AS "stationId", name, warehouse, revoked_at IS NOT NULL AS "isRevoked" FROM station
    WHERE position(lower(${text}::text) IN lower(name)) > 0
    ORDER BY revoked_at IS NOT NULL, name, id LIMIT ${limit}::bigint`.execute(tx)
  return rows.map((row) => ({ kind: 'station', ...row }))
}

/** The last rows whose column begins so, read backwards from the index on it. */
function lastThat(
  table: RawBuilder<unknown>,
  column: RawBuilder<unknown>,
  begin: string,
  limit: number,
): RawBuilder<unknown> {
  return sql`SELECT * FROM ${table}
    WHERE lower(${column}) ~>=~ ${begin} AND lower(${column}) ~<~ ${begin + LAST_CHARACTER}
    ORDER BY lower(${column}) USING ~>~ LIMIT ${limit}::bigint`
}
