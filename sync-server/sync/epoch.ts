import { sql, type RawBuilder } from 'kysely'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { exceptionOfOffice, raiseExceptions } from '../exceptions/exceptions.ts'
import { skipLostSerials } from '../stations/index.ts'
import { noticeRestart, serverStart, skipSequences, type Store, type Tx } from '../store/index.ts'
import { writeDocuments } from './documents.ts'

/** 128 random bits name one history of the database (EPOCH-1). */
const EPOCH_BYTES = 16

/**
 * Which cluster and which timeline of it this is. A promoted standby or a restored backup has
 * another timeline, a rebuilt one another system identifier. PGlite has neither.
 */
export function clusterIdentity(kind: Store['kind']): RawBuilder<string | null> {
  return kind === 'pglite'
    ? sql<null>`NULL::text`
    : sql<string>`(SELECT system_identifier::text FROM pg_control_system())
        || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)`
}

/** Whether what was committed survives a power cut (EPOCH-3). PGlite never fsyncs. */
export function isDurable(kind: Store['kind']): RawBuilder<boolean> {
  return kind === 'pglite'
    ? sql<boolean>`false`
    : sql<boolean>`current_setting('fsync') = 'on'
        AND current_setting('synchronous_commit') NOT IN ('off')`
}

/** Gives a new database its epoch, and one that was restored or promoted another. */
export async function ensureEpoch(store: Store, deps: OfficeDeps): Promise<string> {
  return store.transaction(async (tx) => {
    const { identity } = await selectOne<{ identity: string | null }>(
      tx,
      sql`SELECT ${clusterIdentity(store.kind)} AS identity`,
    )
    await tx
      .insertInto('office')
      .values({
        epoch: newEpoch(deps),
        created_at: instantOf(deps.clock.now()),
        cluster_identity: identity,
        database_started: serverStart,
      })
      .onConflict((conflict) => conflict.column('singleton').doNothing())
      .execute()
    const now = sql<string>`${instantOf(deps.clock.now())}::timestamptz`
    await noticeRestart(store.kind, now).execute(tx)
    const office = await tx.selectFrom('office').selectAll().executeTakeFirstOrThrow()
    if (office.cluster_identity === identity) return office.epoch
    return followCluster(tx, { deps, knownEpoch: office.epoch, identity })
  })
}

/** The database is another cluster, or on another timeline: a new history begins and people are told of it. */
export async function followCluster(tx: Tx, rotation: Rotation): Promise<string> {
  const { epoch, isNew } = await rotateEpoch(tx, rotation)
  if (!isNew) return epoch
  const { deps } = rotation
  const at = instantOf(deps.clock.now())
  const warehouses = await tx.selectFrom('warehouse').select('code').orderBy('code').execute()
  for (const { code: warehouse } of warehouses) {
    const exceptions = [exceptionOfOffice(deps, { code: 'office-set-back', detail: {}, at })]
    const { writes } = await raiseExceptions(tx, { warehouse, at, deps, exceptions })
    await writeDocuments(tx, warehouse, writes)
  }
  return epoch
}

type Rotation = { deps: OfficeDeps; knownEpoch: string; identity: string | null }

/** Whether this is a history of this database that has ended; any other but the present one is lost. */
export function isPastEpoch(epoch: string): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT FROM past_epoch WHERE epoch = ${epoch})`
}

/**
 * The newest action of a station's log that the office holds from before an epoch ended; 0 for an epoch that
 * it does not know. What came later was answered in another history (EPOCH-2).
 */
export function survivedSeq(
  station: { id: RawBuilder<unknown> | string; incarnation: RawBuilder<unknown> | string },
  epoch: string,
): RawBuilder<number> {
  return sql<number>`(
    SELECT coalesce(max(seq), 0) FROM station_action
    WHERE station_id = ${station.id} AND incarnation = ${station.incarnation}
      AND received_at < (SELECT ended_at FROM past_epoch WHERE epoch = ${epoch}))`
}

/** False where it is written down already. */
export async function notePastEpoch(tx: Tx, deps: OfficeDeps, epoch: string): Promise<boolean> {
  const written = await tx
    .insertInto('past_epoch')
    .values({ epoch, ended_at: instantOf(deps.clock.now()) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('epoch')
    .executeTakeFirst()
  return written !== undefined
}

/**
 * Starts a new history, once per proof: when another instance has replaced the epoch meanwhile, its
 * answer counts. Call it where the caller claimed `knownEpoch` itself.
 */
export async function rotateEpoch(
  tx: Tx,
  options: Rotation,
): Promise<{ epoch: string; isNew: boolean }> {
  const { deps, knownEpoch, identity } = options
  const rotated = await tx
    .updateTable('office')
    .set({ epoch: newEpoch(deps), cluster_identity: identity })
    .where('epoch', '=', knownEpoch)
    .returning('epoch')
    .executeTakeFirst()
  if (rotated === undefined) return { epoch: await readEpoch(tx), isNew: false }
  await notePastEpoch(tx, deps, knownEpoch)
  await skipSequences(tx)
  await skipLostSerials(tx)
  return { epoch: rotated.epoch, isNew: true }
}

async function readEpoch(tx: Tx): Promise<string> {
  const row = await tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow()
  return row.epoch
}

function newEpoch(deps: OfficeDeps): string {
  return Buffer.from(deps.randomBytes(EPOCH_BYTES)).toString('hex')
}

async function selectOne<Row>(tx: Tx, query: RawBuilder<unknown>): Promise<Row> {
  const { rows } = await query.execute(tx)
  return rows[0] as Row
}
