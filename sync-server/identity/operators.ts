import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Operator, OperatorRole } from '#contract/documents/master-data.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/index.ts'

export type OperatorInput = {
  ref: string
  name: string
  roles: OperatorRole[]
  /** Used when the operator has no badge yet. */
  newBadgeCode: string
  /** Undefined keeps the PIN there is. */
  pinHash: string | undefined
}

/** Creates or changes an operator in every warehouse; the badge stays. Answers with its code. */
export async function saveOperator(
  tx: Tx,
  warehouses: readonly string[],
  input: OperatorInput,
): Promise<string> {
  const { ref, name, pinHash } = input
  const roles = JSON.stringify(input.roles)
  let badgeCode = input.newBadgeCode
  for (const warehouse of warehouses) {
    const row = await tx
      .insertInto('operator')
      .values({ warehouse, ref, name, roles, badge_code: badgeCode, pin_hash: pinHash ?? null })
      .onConflict((conflict) =>
        conflict.columns(['warehouse', 'ref']).doUpdateSet({
          name,
          roles,
          ...(pinHash === undefined ? {} : { pin_hash: pinHash }),
        }),
      )
      .returning('badge_code')
      .executeTakeFirstOrThrow()
    badgeCode = row.badge_code
  }
  return badgeCode
}

/** Gives a new warehouse the operators of another, and answers with their documents. */
export async function copyOperators(tx: Tx, from: string, to: string): Promise<DocumentWrite[]> {
  const { rows } = await sql<{
    ref: string
    name: string
    roles: OperatorRole[]
    badge_code: string
  }>`
    INSERT INTO operator (warehouse, ref, name, roles, badge_code, pin_hash)
    SELECT ${to}, ref, name, roles, badge_code, pin_hash FROM operator WHERE warehouse = ${from}
    RETURNING ref, name, roles, badge_code`.execute(tx)
  return rows.map(({ badge_code: badgeCode, ...row }) => operatorDocument({ ...row, badgeCode }))
}

/** What benches hold: never the code, only its hash. */
export function operatorDocument(
  operator: Omit<Operator, 'badgeHash'> & { badgeCode: string },
): DocumentWrite {
  const { ref, name, roles, badgeCode } = operator
  const badgeHash = hash('sha256', badgeCode, 'hex')
  return { kind: 'operator', id: ref, doc: { ref, name, roles, badgeHash } }
}
