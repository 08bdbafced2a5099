import type { z } from 'zod'
import { examples } from '#contract/http/examples/examples.ts'
import {
  BODY_BYTES_MAX,
  type AnswerDefinition,
  type RouteDefinition,
} from '#contract/http/route.ts'
import type { OperationName } from '#contract/http/routes.ts'
import { LOG_FILE_TYPE } from '#contract/sync/log-file.ts'
import { headerRefs, problemResponses } from './problem-parts.ts'
import { toSchema, type JsonSchema } from './to-schema.ts'

/** An example as the table of examples has it, whatever call it is of. */
type AnyExample = {
  params?: Readonly<Record<string, unknown>>
  query?: Readonly<Record<string, unknown>>
  body?: unknown
  answers: Readonly<Record<string, unknown>>
}

/** A courier signs calls with both headers; an office token makes them unnecessary. */
const SIGNED_HEADERS = [
  {
    name: 'Loadline-Courier',
    in: 'header',
    required: false,
    description: 'Name of the courier; of signed calls only.',
    schema: { type: 'string', maxLength: 64 },
    example: 'jansen',
  },
  {
    name: 'Loadline-Signature',
    in: 'header',
    required: false,
    description: 'Time and signature, as the security scheme `courierSignature` says.',
    schema: { type: 'string', pattern: '^t=\\d{1,12},v1=[0-9a-f]{64}$' },
    example: 't=1776232080,v1=5c1d0f9e7b3a48260d4e6f8a1c3b5d7092e4f6a8b0c2d4e6f80123456789abcd',
  },
]

/** Calls that create or replace can be told to create only. */
const ONLY_NEW_HEADER = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description:
    '`*` where nothing may exist under this name yet: `already-exists` (412) otherwise, and nothing is changed. Of two such calls at once, one creates.',
  schema: { type: 'string', const: '*' },
  example: '*',
}

/** One call of the route table as an Operation Object. */
export function operationOf(name: OperationName, route: RouteDefinition): JsonSchema {
  const example: AnyExample = examples[name]
  return {
    operationId: name,
    summary: route.summary,
    description: describe(route),
    tags: [route.tag],
    security: security(route),
    parameters: [
      ...parameters(route.params, 'path', example.params),
      ...parameters(route.query, 'query', example.query),
      ...(route.auth === 'courier' ? SIGNED_HEADERS : []),
      ...(route.createsByPut === true ? [ONLY_NEW_HEADER] : []),
    ],
    ...(route.body ? { requestBody: requestBody(route, route.body, example.body) } : {}),
    responses: { ...goodResponses(route, example), ...problemResponses(route) },
  }
}

function describe(route: RouteDefinition): string {
  const { bodyBytesMax = BODY_BYTES_MAX } = route
  const limit = bodyBytesMax === BODY_BYTES_MAX ? [] : [`Body: at most ${bodyBytesMax} bytes.`]
  return [...(route.description ? [route.description] : []), access(route), ...limit].join('\n\n')
}

function access({ auth, scope }: RouteDefinition): string {
  if (auth === 'public') return 'Open to everybody.'
  if (auth === 'station') return 'Needs the token of a station.'
  if (auth === 'courier') {
    return 'Needs a signature of a courier, or the scope `shipments:write`.'
  }
  return `Needs the scope \`${scope}\`.`
}

function security({ auth, scope }: RouteDefinition): JsonSchema[] {
  if (auth === 'public') return []
  if (auth === 'station') return [{ station: [] }]
  if (auth === 'courier') {
    return [{ courier: [], courierSignature: [] }, { office: ['shipments:write'] }]
  }
  return [{ office: [scope] }]
}

function parameters(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  values: Readonly<Record<string, unknown>> | undefined,
): JsonSchema[] {
  if (schema === undefined) return []
  return Object.entries<z.ZodType>(schema.shape).map(([name, part]) => {
    const { description, ...rest } = toSchema(part, 'output')
    return {
      name,
      in: place,
      required: place === 'path' || !part.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: rest,
      example: values?.[name],
    }
  })
}

function requestBody(route: RouteDefinition, body: z.ZodType, example: unknown): JsonSchema {
  const type = route.bodyType ?? 'application/json'
  // Bytes that are no text have no schema in OpenAPI 3.1.
  const content = type === LOG_FILE_TYPE ? {} : { schema: toSchema(body, 'input'), example }
  return { required: !body.safeParse(undefined).success, content: { [type]: content } }
}

function goodResponses(route: RouteDefinition, { answers }: AnyExample): JsonSchema {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, answer]) => {
      const content = contentOf(answer, answers[status])
      const headers = headerRefs(['X-Request-Id'])
      return [
        status,
        { description: answer.summary, headers, ...(content === null ? {} : { content }) },
      ]
    }),
  )
}

function contentOf({ body, contentType }: AnswerDefinition, example: unknown): JsonSchema | null {
  if (body !== undefined) {
    return { 'application/json': { schema: toSchema(body, 'output'), example } }
  }
  if (contentType === undefined) return null
  // Bytes that are no text have no schema in OpenAPI 3.1.
  if (!contentType.startsWith('text/')) return { [contentType]: {} }
  return { [contentType]: { schema: { type: 'string' }, example } }
}
