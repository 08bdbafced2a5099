import type { RouteDefinition } from '#contract/http/route.ts'
import { routes, type OperationName } from '#contract/http/routes.ts'
import { TAGS } from '#contract/http/tags.ts'
import { operationOf } from './operation.ts'
import { problemComponents, problemSchema } from './problem-parts.ts'
import type { JsonSchema } from './to-schema.ts'
import { webhookCalls } from './webhook-calls.ts'

const DESCRIPTION = `
The office of a warehouse: it takes on orders, promises stock and delivery days, makes the lists that
benches pick from, plans loads, and follows the goods to the customer's door.

**Units.** Weights are whole grams, volumes whole cm³, quantities whole base units of a product,
money whole cents. Days are \`YYYY-MM-DD\` in the warehouse's own zone, instants ISO 8601 in UTC.

**Who may call.** \`Authorization: Bearer\` and a token: an API token, the session of a user, or the
token of a station. Each call names the scope it takes; a \`write\` scope does not imply its \`read\`.

**Requests.** JSON in UTF-8 of at most 1 MiB, unless the call says otherwise; \`Content-Encoding: gzip\`
is read. Members that nobody knows are left out. A call may carry an \`X-Request-Id\` of up to 64
letters, digits, hyphens and underscores; otherwise the office makes one. Answers and log lines have it.

**Answers.** Members may be added; none is taken away or renamed. Lists come in pages: \`next\` goes
into \`after\` until it is null. PUT replaces and may be repeated;
with \`If-None-Match: *\` it only creates. A POST that may be repeated says so.

**Problems.** RFC 9457 with a stable \`code\`; the schema \`Problem\` lists them all. Any address that does
not exist is \`not-found\`, any other method \`method-not-allowed\` with \`Allow\`. After \`busy\` the same
call may be sent again.

**Examples.** All of them tell one story: order LL-000247, from the webshop to the door.
`.trim()

/** OpenAPI 3.1, made from the same table that validates. */
export function buildOpenApi(version: string): JsonSchema {
  const paths: Record<string, JsonSchema> = {}
  for (const [name, route] of Object.entries<RouteDefinition>(routes)) {
    const path = (paths[route.path] ??= {})
    path[route.method.toLowerCase()] = operationOf(name as OperationName, route)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Loadline office',
      version,
      summary: 'Orders, stock, picking, loading and delivery of a warehouse',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The office that this description came from' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: webhookCalls(),
    components: {
      securitySchemes: securitySchemes(),
      headers: headers(),
      schemas: { Problem: problemSchema() },
      examples: problemComponents(),
    },
  }
}

function securitySchemes(): JsonSchema {
  return {
    office: {
      type: 'http',
      scheme: 'bearer',
      description: 'An API token, or the session of a user.',
    },
    station: { type: 'http', scheme: 'bearer', description: 'The token from enrolment.' },
    courier: {
      type: 'apiKey',
      in: 'header',
      name: 'Loadline-Courier',
      description: 'The name that the courier signs under.',
    },
    courierSignature: {
      type: 'apiKey',
      in: 'header',
      name: 'Loadline-Signature',
      description:
        '`t=` seconds since 1970, `,v1=` hex HMAC-SHA-256 by the secret of the courier over those ' +
        'seconds, a full stop and the body after decompression. The time may be five minutes off.',
    },
  }
}

function headers(): JsonSchema {
  return {
    'X-Request-Id': {
      description: 'The number of the request; say it when something is wrong.',
      schema: { type: 'string' },
    },
    'Retry-After': {
      description: 'Seconds to wait before the same call is sent again.',
      schema: { type: 'integer', minimum: 1 },
    },
    'WWW-Authenticate': {
      description: 'Always `Bearer`.',
      schema: { type: 'string', const: 'Bearer' },
    },
  }
}
