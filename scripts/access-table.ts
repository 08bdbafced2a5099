import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import type { RouteDefinition } from '../contract/http/route.ts'
import { routes } from '../contract/http/routes.ts'
import { OfficeRole, ROLE_SCOPES, type Scope } from '../contract/http/scopes.ts'

export const ACCESS_FILE = join(import.meta.dirname, '../docs/ACCESS.md')

/** Who may be calling, as the columns of the table name them. */
export const CALLERS = ['nobody', 'station', ...OfficeRole.options] as const
export type CallerColumn = (typeof CALLERS)[number]

const HEAD = `# Who may call what

Made of the route table by \`node scripts/access-table.ts\`; don't edit it. A test checks that it is current, and another makes each of
these calls as each of these callers and compares.

- **nobody** sends no token. **station** sends the token of an enrolled station. The others are users of the office with that role.
- An API token may make the calls whose scope it names, and no others. The admin token may make every call of the office.
- Calls of couriers carry a signature instead, or the token of somebody of the office who may speak for them.
- Some calls look further than this table: users change only their own password and see only their own sessions; nobody gives a token
  scopes that they do not have; cancelling an order asks for more the further it has come.

`

/** What a caller of the office needs for a route; undefined where no right is enough. */
export function neededFor({ auth, scope }: RouteDefinition): Scope | undefined {
  return auth === 'courier' ? 'shipments:write' : scope
}

export function mayCall(route: RouteDefinition, caller: CallerColumn): boolean {
  if (route.auth === 'public') return true
  if (caller === 'nobody') return false
  if (caller === 'station') return route.auth === 'station'
  const needed = neededFor(route)
  return needed !== undefined && ROLE_SCOPES[caller].includes(needed)
}

/** The file as it has to be. */
export async function accessTable(): Promise<string> {
  const rows = Object.values(routes as Record<string, RouteDefinition>)
    .toSorted((a, b) => (a.path === b.path ? order(a.method, b.method) : order(a.path, b.path)))
    .map((route) => {
      const needs = neededFor(route) ?? (route.auth === 'station' ? 'a station' : '')
      const cells = CALLERS.map((caller) => (mayCall(route, caller) ? 'yes' : '·'))
      return `| ${[`\`${route.method} ${route.path}\``, needs, ...cells].join(' | ')} |`
    })
  const columns = ['call', 'scope', ...CALLERS]
  const head = [`| ${columns.join(' | ')} |`, `| ${columns.map(() => '---').join(' | ')} |`]
  const config = await resolveConfig(ACCESS_FILE)
  return format(HEAD + [...head, ...rows].join('\n'), { ...config, parser: 'markdown' })
}

/** What the file says: `GET /v1/orders` → the callers who may. */
export function readAccessFile(): Map<string, ReadonlySet<CallerColumn>> {
  const found = new Map<string, ReadonlySet<CallerColumn>>()
  for (const line of readFileSync(ACCESS_FILE, 'utf8').split('\n')) {
    const [, call = '', , ...cells] = line.split('|').map((cell) => cell.trim())
    if (!call.startsWith('`')) continue
    found.set(call.slice(1, -1), new Set(CALLERS.filter((_, index) => cells[index] === 'yes')))
  }
  return found
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1
}

if (import.meta.main) writeFileSync(ACCESS_FILE, await accessTable())
