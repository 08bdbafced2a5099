import { sql } from 'kysely'
import type { Office } from '../office.ts'
import { buildFrontPage } from './front-page.ts'
import type { Handlers } from './handler.ts'
import { buildOpenApi } from './openapi/build-openapi.ts'
import { readOverview, refreshGauges } from './overview.ts'

type OfficeHandlers = Pick<
  Handlers,
  'frontPage' | 'overview' | 'health' | 'ready' | 'metrics' | 'openapi'
>

/** What an office tells about itself. */
export function officeHandlers(office: Office): OfficeHandlers {
  const description = buildOpenApi(office.version)
  const page = buildFrontPage(office.version)
  return {
    frontPage: async () => ({
      status: 200,
      headers: { 'content-security-policy': page.contentSecurityPolicy },
      body: page.html,
    }),
    overview: async () => ({ status: 200, body: await readOverview(office) }),
    health: async () => ({ status: 200, body: { status: 'ok', version: office.version } }),
    ready: async () => {
      await office.store.snapshot((tx) => sql`SELECT 1 FROM office`.execute(tx))
      return { status: 200, body: { status: 'ok' } }
    },
    metrics: async () => {
      await refreshGauges(office)
      return { status: 200, body: await office.metrics.registry.metrics() }
    },
    openapi: async () => ({ status: 200, body: description }),
  }
}
