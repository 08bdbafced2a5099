import type { TestOffice } from './office.ts'

type Admin = Pick<TestOffice, 'admin'>

export type LotStock = {
  lot: string
  onHand: number
  reserved: number
  available: number
  picked: number
  expiryDate?: string
}

/** Moves stock of one lot, or of none; answers with the status and what was said. */
export function moveLot(
  office: Admin,
  movement: {
    sku: string
    quantity: number
    lot?: string
    expiryDate?: string
    kind?: string
    key?: string
  },
) {
  const { key = crypto.randomUUID(), kind = 'RECEIVED', ...goods } = movement
  const body = { warehouse: 'MAIN', kind, reason: 'test', idempotencyKey: key, ...goods }
  return office.admin('POST', '/v1/stock-movements', body)
}

/** What each lot of a product holds, by its number; goods of no known lot under ''. */
export async function lotsOf(
  office: Admin,
  sku: string,
): Promise<Record<string, Omit<LotStock, 'lot'>>> {
  const { body } = await office.admin('GET', `/v1/stock?sku=${sku}&lots=true`)
  const { items } = body as { items: { lots: LotStock[] }[] }
  const [row] = items
  if (row === undefined) throw new Error(`no stock row for ${sku}`)
  return Object.fromEntries(row.lots.map(({ lot, ...figures }) => [lot, figures]))
}

export type LedgerRow = {
  kind: string
  lot: string
  quantity: number
  onHandDelta: number
  reservedDelta: number
  reference: string
  reason: string
}

/** A product's ledger, oldest first. */
export async function ledgerOf(office: Admin, sku: string): Promise<LedgerRow[]> {
  const { body } = await office.admin('GET', `/v1/ledger?sku=${sku}&limit=500`)
  return (body as { items: LedgerRow[] }).items
}

/** Ledger rows as `KIND lot on-hand/reserved`, for a look at a whole story. */
export async function ledgerLines(office: Admin, sku: string): Promise<string[]> {
  const rows = await ledgerOf(office, sku)
  return rows.map(({ kind, lot, onHandDelta, reservedDelta }) =>
    `${kind} ${lot} ${onHandDelta}/${reservedDelta}`.replace('  ', ' '),
  )
}
