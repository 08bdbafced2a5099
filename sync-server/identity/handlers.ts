import { listWarehouseCodes, writeChangedDocuments } from '../catalogue/index.ts'
import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { newBadgeCode } from './badge-code.ts'
import { operatorDocument, saveOperator } from './operators.ts'
import { hashPin } from './pin-hash.ts'

/** Operators work in every warehouse. */
export function identityHandlers(office: Office): Pick<Handlers, 'putOperator'> {
  const { deps } = office
  const randomBytes = (count: number) => deps.randomBytes(count)
  return {
    putOperator: async ({ params: { ref }, body: { name, roles: given, pin }, change }) => {
      const roles = [...new Set(given)].sort()
      // Hashed before the transaction: it takes long on purpose, and others wait for PGlite.
      const pinHash = pin === undefined ? undefined : await hashPin(pin, randomBytes)
      const saved = await change(async (tx) => {
        const warehouses = await listWarehouseCodes(tx)
        const badgeCode = await saveOperator(tx, warehouses, {
          ref,
          name,
          roles,
          pinHash,
          newBadgeCode: newBadgeCode(randomBytes),
        })
        const document = operatorDocument({ ref, name, roles, badgeCode })
        for (const warehouse of warehouses) await writeChangedDocuments(tx, warehouse, [document])
        return { warehouses, badgeCode }
      })
      for (const warehouse of saved.warehouses) office.poke(warehouse)
      return { status: 200, body: { ref, name, roles, badgeCode: saved.badgeCode } }
    },
  }
}
