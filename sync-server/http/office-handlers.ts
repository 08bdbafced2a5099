import type { Office } from '../office.ts'
import type { Handlers } from './handler.ts'
import { pageAt, type ConsoleFiles } from './console-files.ts'
import { buildOpenApi } from './openapi/build-openapi.ts'
import { readOverview } from './overview.ts'

type OfficeHandlers = Pick<Handlers, 'frontPage' | 'overview' | 'openapi'>

/** What an office tells about itself. */
export function officeHandlers(office: Office, consoleFiles: ConsoleFiles): OfficeHandlers {
  const description = buildOpenApi(office.version)
  return {
    frontPage: async () => ({
      status: 200,
      headers: consoleFiles.headers,
      body: pageAt(consoleFiles, '/'),
    }),
    overview: async () => ({ status: 200, body: await readOverview(office) }),
    openapi: async () => ({ status: 200, body: description }),
  }
}
