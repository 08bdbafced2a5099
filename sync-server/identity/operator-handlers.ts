import { listWarehouseCodes, writeChangedDocuments } from '../catalogue/index.ts'
import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { newBadgeCode } from './badge-code.ts'
import {
  listOperators,
  operatorAnswer,
  operatorDocument,
  type OperatorRow,
  replaceBadge,
  saveOperator,
} from './operators.ts'
import { hashSecret } from './secret-hash.ts'

/** Operators work in every warehouse. */
export function operatorHandlers(
  office: Office,
): Pick<Handlers, 'putOperator' | 'listOperators' | 'postNewBadge' | 'postBadgeSheet'> {
  const { deps, store } = office
  const randomBytes = (count: number) => deps.randomBytes(count)

  /** Saves an operator and tells the benches of all warehouses; their codes, to be poked. */
  async function publish(
    tx: Tx,
    save: (warehouses: readonly string[]) => Promise<OperatorRow>,
  ): Promise<{ row: OperatorRow; warehouses: readonly string[] }> {
    const warehouses = await listWarehouseCodes(tx)
    const row = await save(warehouses)
    const document = operatorDocument(row)
    for (const warehouse of warehouses) await writeChangedDocuments(tx, warehouse, [document])
    return { row, warehouses }
  }

  const poke = (warehouses: readonly string[]) => {
    for (const warehouse of warehouses) office.poke(warehouse)
  }

  return {
    putOperator: async ({ params: { ref }, body, change }) => {
      const { name, pin, active: isActive } = body
      const roles = [...new Set(body.roles)].sort()
      // Hashed before the transaction: it takes long on purpose, and others wait for PGlite.
      const pinHash = typeof pin === 'string' ? await hashSecret(pin, randomBytes) : pin
      const input = { ref, name, roles, pinHash, isActive, newBadgeCode: newBadgeCode(randomBytes) }
      const { row, warehouses } = await change((tx) =>
        publish(tx, (everywhere) => saveOperator(tx, everywhere, input)),
      )
      poke(warehouses)
      return { status: 200, body: { ...operatorAnswer(row), badgeCode: row.badge_code } }
    },
    listOperators: async () => {
      const rows = await store.snapshot((tx) => listOperators(tx))
      return { status: 200, body: { items: rows.map(operatorAnswer) } }
    },
    postBadgeSheet: async ({ body: { refs }, change }) => {
      const wanted = new Set(refs)
      const rows = await change((tx) => listOperators(tx))
      const items = rows
        .filter(({ ref, is_active: isActive }) => isActive && wanted.has(ref))
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map((row) => ({ ...operatorAnswer(row), badgeCode: row.badge_code }))
      return { status: 200, body: { items } }
    },
    postNewBadge: async ({ params: { ref }, change }) => {
      const badgeCode = newBadgeCode(randomBytes)
      const { warehouses } = await change((tx) =>
        publish(tx, (everywhere) => replaceBadge(tx, everywhere, { ref, badgeCode })),
      )
      poke(warehouses)
      return { status: 200, body: { badgeCode } }
    },
  }
}
