import { sql } from 'kysely'
import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import type { Handlers } from './handler.ts'

/** Which office this is, for whoever looks after it. */
export function aboutHandlers(office: Office): Pick<Handlers, 'getAbout'> {
  const { store, deps, version, minStationVersion, publicUrl } = office
  return {
    getAbout: async () => {
      const found = await store.snapshot(async (tx) => {
        const { epoch, created_at: createdAt } = await tx
          .selectFrom('office')
          .select(['epoch', 'created_at'])
          .executeTakeFirstOrThrow()
        const { rows } = await sql<{ schema: string; databaseVersion: string }>`
          SELECT (SELECT max(name) FROM migration) AS schema,
            current_setting('server_version') AS "databaseVersion"`.execute(tx)
        const [{ schema, databaseVersion } = { schema: '', databaseVersion: '' }] = rows
        return { epoch, createdAt, schema, databaseVersion }
      })
      const serverTime = instantOf(deps.clock.now())
      const body = { ...found, version, minStationVersion, publicUrl, serverTime }
      return { status: 200, body: { ...body, database: store.kind } }
    },
  }
}
