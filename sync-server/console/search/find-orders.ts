import { sql } from 'kysely'
import type { Found } from '#contract/http/search-routes.ts'
import { searchArms } from '../../orders/index.ts'
import type { Tx } from '../../store/index.ts'

type FoundOrder = Extract<Found, { kind: 'order' }>

/**
 * The first few orders that a text finds, those with that number first. Each way is its own MATERIALIZED part: it is
 * planned as if all of it were read, which takes its index, and read no further than asked.
 */
export async function findOrders(tx: Tx, text: string, limit: number): Promise<FoundOrder[]> {
  const arms = searchArms(text)
  const parts = arms.map((arm, at) => sql`${sql.ref(`way_${at}`)} AS MATERIALIZED (${arm})`)
  const firsts = arms.map(
    (_, at) =>
      sql`(SELECT id, ${at}::integer AS way FROM ${sql.ref(`way_${at}`)} LIMIT ${limit}::bigint)`,
  )
  const { rows } = await sql<Omit<FoundOrder, 'kind'>>`
    WITH ${sql.join(parts)}, found AS (
      SELECT id, min(way) AS way FROM (${sql.join(firsts, sql` UNION ALL `)}) AS each GROUP BY id)
    SELECT o.order_number AS "orderNumber", o.customer_ref AS "customerRef",
      o.ship_to ->> 'name' AS name, o.ship_to ->> 'city' AS city, o.status,
      o.delivery_date AS "deliveryDate"
    FROM found JOIN customer_order o ON o.id = found.id
    ORDER BY found.way, o.created_at DESC, o.id DESC LIMIT ${limit}::bigint`.execute(tx)
  return rows.map((row) => ({ kind: 'order', ...row }))
}
