import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { OperatorRole } from '#contract/documents/master-data.ts'
import { Problem } from '../http/problem.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/index.ts'

export type OperatorInput = {
  ref: string
  name: string
  roles: OperatorRole[]
  /** Used when the operator has no badge yet. */
  newBadgeCode: string
  /** Null takes the PIN away; undefined keeps what there is. */
  pinHash: string | null | undefined
  /** Undefined keeps what there is; a new operator is active. */
  isActive: boolean | undefined
}

export type OperatorRow = {
  ref: string
  name: string
  roles: OperatorRole[]
  badge_code: string
  pin_hash: string | null
  is_active: boolean
}

const COLUMNS = ['ref', 'name', 'roles', 'badge_code', 'pin_hash', 'is_active'] as const

/** Creates or changes an operator in every warehouse; the badge stays. */
export async function saveOperator(
  tx: Tx,
  warehouses: readonly string[],
  input: OperatorInput,
): Promise<OperatorRow> {
  const { ref, name, pinHash, isActive } = input
  const roles = JSON.stringify(input.roles)
  await noteOperator(tx, ref)
  let saved: OperatorRow = {
    ref,
    name,
    roles: input.roles,
    badge_code: input.newBadgeCode,
    pin_hash: pinHash ?? null,
    is_active: isActive ?? true,
  }
  for (const warehouse of warehouses) {
    const { badge_code, pin_hash, is_active } = saved
    const row = await tx
      .insertInto('operator')
      .values({ warehouse, ref, name, roles, badge_code, pin_hash, is_active })
      .onConflict((conflict) =>
        conflict.columns(['warehouse', 'ref']).doUpdateSet({
          name,
          roles,
          ...(pinHash === undefined ? {} : { pin_hash: pinHash }),
          ...(isActive === undefined ? {} : { is_active: isActive }),
        }),
      )
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
    saved = rowOf(row)
  }
  return saved
}

/** Gives an operator another badge in every warehouse. */
export async function replaceBadge(
  tx: Tx,
  warehouses: readonly string[],
  { ref, badgeCode }: { ref: string; badgeCode: string },
): Promise<OperatorRow> {
  await noteOperator(tx, ref)
  let saved: OperatorRow | undefined
  for (const warehouse of warehouses) {
    const row = await tx
      .updateTable('operator')
      .set({ badge_code: badgeCode })
      .where('warehouse', '=', warehouse)
      .where('ref', '=', ref)
      .returning(COLUMNS)
      .executeTakeFirst()
    if (row !== undefined) saved = rowOf(row)
  }
  if (saved === undefined) throw new Problem('not-found', `there is no operator ${ref}`)
  return saved
}

async function noteOperator(tx: Tx, ref: string): Promise<void> {
  const row = await tx
    .selectFrom('operator')
    .select(COLUMNS)
    .where('ref', '=', ref)
    .orderBy('warehouse')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  noteBefore(tx, row && operatorAnswer(rowOf(row)))
}

/** Everybody, once, whichever warehouses they are in. */
export async function listOperators(tx: Tx): Promise<OperatorRow[]> {
  const rows = await tx
    .selectFrom('operator')
    .select(COLUMNS)
    .distinctOn('ref')
    .orderBy('ref')
    .orderBy('warehouse')
    .execute()
  return rows.map(rowOf)
}

/** Gives a new warehouse the operators of another, and answers with their documents. */
export async function copyOperators(tx: Tx, from: string, to: string): Promise<DocumentWrite[]> {
  const { rows } = await sql<OperatorRow>`
    INSERT INTO operator (warehouse, ref, name, roles, badge_code, pin_hash, is_active)
    SELECT ${to}, ref, name, roles, badge_code, pin_hash, is_active
    FROM operator WHERE warehouse = ${from}
    RETURNING ref, name, roles, badge_code, pin_hash, is_active`.execute(tx)
  return rows.map(operatorDocument)
}

/**
 * What benches hold: never the badge's code, only its hash. Who no longer works here is a tombstone
 * to them, and to the office somebody without any role (SEC-2).
 */
export function operatorDocument(row: OperatorRow): DocumentWrite {
  const { ref, name, roles, badge_code: badgeCode, pin_hash: pinHash, is_active: isActive } = row
  const badgeHash = hash('sha256', badgeCode, 'hex')
  const doc = isActive
    ? { ref, name, roles, badgeHash, ...(pinHash === null ? {} : { pinHash }) }
    : { ref, name, roles: [], badgeHash, active: false }
  return { kind: 'operator', id: ref, doc }
}

/** What the office is told of an operator; the badge's code only by who prints it. */
export function operatorAnswer(row: OperatorRow) {
  const { ref, name, roles, is_active: active, pin_hash: pinHash } = row
  return { ref, name, roles, active, hasPin: pinHash !== null }
}

function rowOf(row: Omit<OperatorRow, 'roles'> & { roles: string[] }): OperatorRow {
  // Only the API's own enum was ever written there.
  return { ...row, roles: row.roles as OperatorRole[] }
}
