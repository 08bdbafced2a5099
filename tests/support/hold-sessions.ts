import { Client } from 'pg'
import { eventually } from './processes.ts'

/**
 * Holds whatever opens or ends a session of an office on PostgreSQL, after all that it has written before, so that
 * another call runs into its open transaction.
 */
export async function holdSessions(databaseUrl: string) {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('BEGIN')
  await client.query('LOCK TABLE office_session IN SHARE MODE')
  const countWaiting = async () => {
    const { rows } = await client.query<{ n: string }>(
      `SELECT count(*) AS n FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return Number(rows[0]?.n)
  }
  return {
    /** Until so many transactions wait, for this or for one that waits for it. */
    untilWaiting: (count: number) =>
      eventually(
        async () => {
          // A transaction reads what others do as it was when it first looked.
          await client.query('SELECT pg_stat_clear_snapshot()')
          return (await countWaiting()) === count
        },
        { what: `${count} wait` },
      ),
    release: async () => {
      await client.query('ROLLBACK')
      await client.end()
    },
  }
}
