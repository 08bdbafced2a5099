import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { noteBefore, type Tx } from '../store/index.ts'

/** As many bytes as the signature itself has. */
const SECRET_BYTES = 32

/** Gives a courier a secret, the one it names or a new one, and answers with it. */
export async function saveCourier(
  tx: Tx,
  courier: { name: string; secret: string | undefined },
  deps: OfficeDeps,
): Promise<string> {
  const { name } = courier
  const secret = courier.secret ?? Buffer.from(deps.randomBytes(SECRET_BYTES)).toString('hex')
  await noteCourier(tx, name)
  await tx
    .insertInto('courier')
    .values({ name, secret, created_at: instantOf(deps.clock.now()) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ secret }))
    .execute()
  return secret
}

export async function removeCourier(tx: Tx, name: string): Promise<void> {
  await noteCourier(tx, name)
  const { numDeletedRows } = await tx
    .deleteFrom('courier')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  if (numDeletedRows === 0n) throw new Problem('not-found', `no courier ${name}`)
}

/** Never its secret. */
async function noteCourier(tx: Tx, name: string): Promise<void> {
  const row = await tx
    .selectFrom('courier')
    .select(['name', 'created_at'])
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst()
  noteBefore(tx, row && { name: row.name, createdAt: row.created_at })
}

export async function listCouriers(tx: Tx) {
  const rows = await tx
    .selectFrom('courier')
    .select(['name', 'created_at'])
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ name: row.name, createdAt: row.created_at }))
}
