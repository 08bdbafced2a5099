import { z } from 'zod'
import { PROBLEMS, type ProblemCode } from '#contract/http/problems.ts'
import { commonProblems, type RouteDefinition } from '#contract/http/route.ts'
import { routes } from '#contract/http/routes.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1, made from the same table that validates. */
export function buildOpenApi(version: string): Json {
  const paths: Record<string, Json> = {}
  for (const [name, route] of Object.entries(routes)) {
    const path = (paths[route.path] ??= {})
    path[route.method.toLowerCase()] = operation(name, route)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Loadline office',
      version,
      description:
        'Weights in grams, volumes in cm³, dates YYYY-MM-DD, instants ISO 8601 UTC. ' +
        'Problems are RFC 9457 with a stable code.',
    },
    paths,
    components: {
      securitySchemes: {
        office: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token, or the session of a user',
        },
        station: { type: 'http', scheme: 'bearer', description: 'The token from enrolment' },
        courier: {
          type: 'apiKey',
          in: 'header',
          name: 'Loadline-Signature',
          description: 'HMAC-SHA-256 of timestamp and body by the secret of the courier',
        },
      },
      schemas: { Problem: problemSchema() },
    },
  }
}

function operation(name: string, route: RouteDefinition): Json {
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    security: security(route),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.body
      ? {
          requestBody: {
            required: !route.body.safeParse(undefined).success,
            content: {
              [route.bodyType ?? 'application/json']: { schema: toSchema(route.body, 'input') },
            },
          },
        }
      : {}),
    responses: responses(route),
  }
}

function security(route: RouteDefinition): Json[] {
  if (route.auth === 'public') return []
  if (route.auth === 'station') return [{ station: [] }]
  const office = { office: route.scope === undefined ? [] : [route.scope] }
  return route.auth === 'courier' ? [{ courier: [] }, office] : [office]
}

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || !(part as z.ZodType).safeParse(undefined).success,
    schema: toSchema(part as z.ZodType, 'output'),
  }))
}

function responses(route: RouteDefinition): Json {
  const good = Object.entries(route.answers).map(([status, answer]) => {
    const content = answer.body
      ? jsonContent(toSchema(answer.body, 'output'))
      : answer.contentType && { [answer.contentType]: { schema: { type: 'string' } } }
    return [status, { description: answer.summary, ...(content ? { content } : {}) }]
  })
  const codes = new Map<number, Set<ProblemCode>>()
  for (const code of [...route.problems, ...commonProblems(route)]) {
    const { status } = PROBLEMS[code]
    codes.set(status, (codes.get(status) ?? new Set()).add(code))
  }
  const bad = [...codes].map(([status, ofStatus]) => [
    String(status),
    {
      description: [...ofStatus].map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
      content: {
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      },
    },
  ])
  return Object.fromEntries([...good, ...bad]) as Json
}

function jsonContent(schema: Json): Json {
  return { 'application/json': { schema } }
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

function problemSchema(): Json {
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'detail'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string', enum: Object.keys(PROBLEMS) },
      detail: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: { path: { type: 'string' }, message: { type: 'string' } },
        },
      },
      requestId: { type: 'string' },
    },
  }
}
