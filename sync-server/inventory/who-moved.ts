import { z } from 'zod'
import type { Tx } from '../store/index.ts'

type Row = { cause: string; reference: string }

/** What a row of the ledger is about, as far as it is known. */
export type About = { orderNumber?: string; who?: string; station?: string }

const MOVEMENT = 'movement/'

/** What of an action's own text is told here. */
const SignedAction = z.object({ operatorId: z.string().nullable() })

/** Finds the orders and people behind rows of the ledger, a page of them at once. */
export async function whoMoved(tx: Tx, rows: readonly Row[]): Promise<(row: Row) => About> {
  const orders = await knownOrders(tx, rows)
  const people = await movedByHand(tx, rows)
  const actions = await doneAtBenches(tx, rows)
  return ({ cause, reference }) => {
    const who = cause.startsWith(MOVEMENT) ? people.get(reference) : undefined
    return {
      ...(orders.has(reference) ? { orderNumber: reference } : {}),
      ...(who === undefined || who === '' ? {} : { who }),
      ...actions.get(actionOf(cause)),
    }
  }
}

async function knownOrders(tx: Tx, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const numbers = [...new Set(rows.map((row) => row.reference))].filter((text) => text !== '')
  if (numbers.length === 0) return new Set()
  const found = await tx
    .selectFrom('customer_order')
    .select('order_number')
    .where('order_number', 'in', numbers)
    .execute()
  return new Set(found.map((row) => row.order_number))
}

async function movedByHand(tx: Tx, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const keys = rows.flatMap((row) => (row.cause.startsWith(MOVEMENT) ? [row.reference] : []))
  if (keys.length === 0) return new Map()
  const found = await tx
    .selectFrom('stock_movement')
    .leftJoin('office_user', 'office_user.name', 'stock_movement.recorded_by')
    .select(['idempotency_key', 'recorded_by', 'office_user.display_name as shown'])
    .where('idempotency_key', 'in', keys)
    .execute()
  return new Map(found.map((row) => [row.idempotency_key, row.shown ?? row.recorded_by]))
}

async function doneAtBenches(tx: Tx, rows: readonly Row[]): Promise<ReadonlyMap<string, About>> {
  const ids = [...new Set(rows.map(({ cause }) => actionOf(cause)))].filter((id) => id !== '')
  if (ids.length === 0) return new Map()
  const actions = await tx
    .selectFrom('station_action')
    .innerJoin('station', 'station.id', 'station_action.station_id')
    .select(['station_action.id', 'station_action.warehouse', 'station_action.body'])
    .select('station.name as station')
    .where('station_action.id', 'in', ids)
    .where('station_action.is_copy', '=', false)
    .execute()
  const signed = actions.map((action) => ({ ...action, ref: operatorOf(action.body) }))
  const names = await namesOf(tx, signed)
  return new Map(
    signed.map(({ id, warehouse, station, ref }) => {
      const who = ref === null ? undefined : (names.get(`${warehouse}/${ref}`) ?? ref)
      return [id, who === undefined ? { station } : { station, who }]
    }),
  )
}

async function namesOf(
  tx: Tx,
  signed: readonly { warehouse: string; ref: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const refs = [...new Set(signed.flatMap(({ ref }) => (ref === null ? [] : [ref])))]
  if (refs.length === 0) return new Map()
  const found = await tx
    .selectFrom('operator')
    .select(['warehouse', 'ref', 'name'])
    .where('ref', 'in', refs)
    .execute()
  return new Map(found.map(({ warehouse, ref, name }) => [`${warehouse}/${ref}`, name]))
}

/** A cause of a bench begins with its action's id; those of the office name other things. */
function actionOf(cause: string): string {
  return cause.startsWith(MOVEMENT) ? '' : (cause.split('/')[0] ?? '')
}

function operatorOf(body: string): string | null {
  const parsed = SignedAction.safeParse(JSON.parse(body))
  return parsed.success ? parsed.data.operatorId : null
}
