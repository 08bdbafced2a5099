import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { RouteDefinition } from '#contract/http/route.ts'
import { routes } from '#contract/http/routes.ts'
import { TAGS } from '#contract/http/tags.ts'
import { buildOpenApi } from './build-openapi.ts'

type Media = { schema?: Record<string, unknown>; example?: unknown }
type Parameter = { name: string; in?: string; schema: Record<string, unknown>; example?: unknown }
type Response = { description?: string; content?: Record<string, Media> }
type Operation = {
  operationId: string
  description: string
  tags: string[]
  parameters: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Response>
}
type Document = {
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, Record<string, Operation>>
  components: { schemas: { Problem: Record<string, unknown> }; examples: Record<string, unknown> }
}

const document = fresh()
const operations = [document.paths, document.webhooks].flatMap((group) =>
  Object.values(group).flatMap((path) => Object.values(path)),
)

function fresh(): Document {
  return JSON.parse(JSON.stringify(buildOpenApi('1.2.3'))) as Document
}

function isValid(candidate: Document): Promise<boolean> {
  return new Validator().validate(candidate).then(({ valid }) => valid)
}

function operation(candidate: Document, path: string, method: string): Operation {
  const found = candidate.paths[path]?.[method]
  if (found === undefined) throw new Error(`no ${method} ${path}`)
  return found
}

test('the description is a document of OpenAPI 3.1', async () => {
  expect(await new Validator().validate(fresh())).toEqual({ valid: true })
})

test.each<[string, (order: Operation) => void]>([
  ['without any response', (order) => (order.responses = {})],
  ['with a response nobody describes', (order) => delete order.responses['200']?.description],
  ['with a parameter that stands nowhere', (order) => delete order.parameters[0]?.in],
])('a document %s is none', async (_what, breakIt) => {
  const broken = fresh()
  breakIt(operation(broken, '/v1/orders/{orderNumber}', 'get'))
  expect(await isValid(broken)).toBe(false)
})

test('every call is described once, under a tag that is explained', () => {
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining(Object.keys(routes)))
  const used = new Set(operations.flatMap(({ tags }) => tags))
  expect(document.tags.map(({ name }) => name)).toEqual(Object.keys(TAGS))
  expect([...used].toSorted()).toEqual(Object.keys(TAGS).toSorted())
})

test.each(operations)('examples of $operationId fit what is published of it', (described) => {
  expect(described.description).not.toBe('')
  expect(Object.keys(described.responses).some((status) => /^[23]/.test(status))).toBe(true)
  for (const { name, schema, example } of described.parameters) {
    expect(() => z.fromJSONSchema(schema).parse(example), name).not.toThrow()
  }
  const media = [described.requestBody, ...Object.values(described.responses)].flatMap((part) =>
    Object.entries(part?.content ?? {}),
  )
  for (const [type, { schema, example }] of media) {
    if (type === 'application/problem+json' || schema === undefined) continue
    expect(example, type).toBeDefined()
    expect(z.fromJSONSchema(schema).parse(example), type).toEqual(example)
  }
})

test('every problem has an example that fits the schema of problems', () => {
  const { schemas, examples } = document.components
  const problem = z.fromJSONSchema(schemas.Problem)
  const found = Object.entries(examples)
  expect(found.length).toBeGreaterThan(40)
  for (const [code, example] of found) {
    expect(problem.parse((example as { value: unknown }).value)).toMatchObject({ code })
  }
})

test('a schema says in words what JSON Schema cannot', () => {
  const wordless = Object.entries<RouteDefinition>(routes).flatMap(([name, route]) =>
    [route.params, route.query, route.body].flatMap((part) =>
      part === undefined ? [] : refinedWithoutWords(part, name),
    ),
  )
  expect(wordless).toEqual([])
})

/** Places with a check of our own, or something that is made of a value, and no description. */
function refinedWithoutWords(schema: z.ZodType, path: string, isTold = false): string[] {
  const { def } = schema
  const told = isTold || z.globalRegistry.get(schema)?.description !== undefined
  const isRefined = (def.checks ?? []).some((check) => check instanceof z.ZodCustom)
  const here = (isRefined || def.type === 'transform') && !told ? [path] : []
  return [
    ...here,
    ...partsOf(schema).flatMap(([name, part, isSame]) =>
      refinedWithoutWords(part as z.ZodType, `${path}.${name}`, isSame && told),
    ),
  ]
}

/** Schemas inside a schema; `isSame` where they are of the same value. */
function partsOf(schema: z.ZodType): [string, z.core.$ZodType, boolean][] {
  if (schema instanceof z.ZodObject) {
    return Object.entries<z.core.$ZodType>(schema.shape).map(([name, part]) => [name, part, false])
  }
  if (schema instanceof z.ZodArray) return [['[]', schema.element, false]]
  if (schema instanceof z.ZodRecord) return [['*', schema.valueType, false]]
  if (schema instanceof z.ZodPipe) {
    const [from, to] = [schema.in, schema.out]
    // What is made ready for a schema is told by that schema.
    if (from instanceof z.ZodTransform) return [['out', to, true]]
    return [
      ['in', from, true],
      ['out', to, true],
    ]
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((part, index) => [String(index), part, true])
  }
  const { def } = schema
  return 'innerType' in def ? [['', def.innerType as z.core.$ZodType, true]] : []
}
