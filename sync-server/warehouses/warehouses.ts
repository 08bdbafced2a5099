import type { Selectable } from 'kysely'
import type { Warehouse } from '#contract/documents/master-data.ts'
import { copyCatalogue, listWarehouseCodes, writeChangedDocuments } from '../catalogue/index.ts'
import { copyOperators } from '../identity/index.ts'
import { type Database, noteBefore, type Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/index.ts'

const MAIN = 'MAIN'

/** The key that signs unit labels: it finds mistakes and foreign stickers, not forgers. */
const QR_KEY_BYTES = 32

export type WarehouseInput = Omit<Warehouse, 'qrKey' | 'qrPersonalData' | 'personFigures'> & {
  qrPersonalData?: Warehouse['qrPersonalData'] | undefined
  personFigures?: boolean | undefined
}

type RandomBytes = (count: number) => Uint8Array

/** Creates or changes a warehouse. A new one gets the products, packagings and operators there are. */
export async function saveWarehouse(
  tx: Tx,
  input: WarehouseInput,
  randomBytes: RandomBytes,
): Promise<Warehouse> {
  const others = await listWarehouseCodes(tx, 'exclusive')
  const before = await readWarehouse(tx, input.code)
  noteBefore(tx, before && withoutKey(before))
  const { personFigures = before?.personFigures === true, ...plain } = input
  const warehouse: Warehouse = {
    ...plain,
    qrKey: before?.qrKey ?? Buffer.from(randomBytes(QR_KEY_BYTES)).toString('hex'),
    qrPersonalData: input.qrPersonalData ?? before?.qrPersonalData ?? 'full',
    ...(personFigures ? { personFigures } : {}),
  }
  await writeRow(tx, warehouse)
  const changes: DocumentWrite[] = [{ kind: 'warehouse', id: warehouse.code, doc: warehouse }]
  const model = others.includes(MAIN) ? MAIN : others[0]
  if (!before && model !== undefined) {
    changes.push(...(await copyCatalogue(tx, model, warehouse.code)))
    changes.push(...(await copyOperators(tx, model, warehouse.code)))
  }
  await writeChangedDocuments(tx, warehouse.code, changes)
  return warehouse
}

/** The key goes to benches by their feed, and nowhere else. */
export function withoutKey({ qrKey: _key, ...shown }: Warehouse): Omit<Warehouse, 'qrKey'> {
  return shown
}

/** Every warehouse behind a code, by code, without their keys. */
export async function listWarehouses(tx: Tx, { after, limit }: { after: string; limit: number }) {
  const rows = await tx
    .selectFrom('warehouse')
    .selectAll()
    .where('code', '>', after)
    .orderBy('code')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map((row) => withoutKey(warehouseOf(row)))
  return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null }
}

/** The warehouse that exists from the start. */
export async function ensureMainWarehouse(tx: Tx, randomBytes: RandomBytes): Promise<void> {
  if (await readWarehouse(tx, MAIN)) return
  const main = {
    code: MAIN,
    name: 'Main warehouse',
    timezone: 'Europe/Amsterdam',
    gs1CompanyPrefix: '8712345',
    address: '',
  }
  await saveWarehouse(tx, main, randomBytes)
}

export async function readWarehouse(tx: Tx, code: string): Promise<Warehouse | undefined> {
  const row = await tx
    .selectFrom('warehouse')
    .selectAll()
    .where('code', '=', code)
    .executeTakeFirst()
  return row && warehouseOf(row)
}

function warehouseOf(row: Selectable<Database['warehouse']>): Warehouse {
  return {
    code: row.code,
    name: row.name,
    timezone: row.timezone,
    gs1CompanyPrefix: row.gs1_company_prefix,
    address: row.address,
    qrKey: row.qr_key,
    qrPersonalData: row.qr_personal_data,
    ...(row.person_figures ? { personFigures: true } : {}),
  }
}

async function writeRow(tx: Tx, warehouse: Warehouse): Promise<void> {
  const columns = {
    name: warehouse.name,
    timezone: warehouse.timezone,
    gs1_company_prefix: warehouse.gs1CompanyPrefix,
    address: warehouse.address,
    qr_personal_data: warehouse.qrPersonalData,
    person_figures: warehouse.personFigures === true,
  }
  await tx
    .insertInto('warehouse')
    .values({ code: warehouse.code, qr_key: warehouse.qrKey, ...columns })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(columns))
    .execute()
  await tx
    .insertInto('warehouse_head')
    .values({ warehouse: warehouse.code })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
