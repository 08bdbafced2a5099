import { expect, test } from 'vitest'
import { z } from 'zod'
import { documentSchemas } from '../../documents/document.ts'
import { Unit } from '../../documents/unit.ts'
import type { AnswerDefinition, RouteDefinition } from '../route.ts'
import { routes } from '../routes.ts'
import { examples } from './examples.ts'
import { PALLET_UNIT } from './story.ts'

type AnyExample = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  answers: Record<string, unknown>
}

const calls = Object.entries<RouteDefinition>(routes).map(([name, route]) => {
  const example: AnyExample = examples[name as keyof typeof examples]
  return { name, route, example }
})

test.each(calls)('$name takes its example of a request', ({ route, example }) => {
  const { params, query, body } = example
  expect(asText(params)).toEqual(keysOf(route.params, params))
  expect(asText(query)).toEqual(keysOf(route.query, query))
  route.params?.parse(asText(params))
  route.query?.parse(asText(query))
  expect(body === undefined).toBe(route.body === undefined)
  expect(lostIn(route.body?.parse(body), body, 'body')).toEqual([])
})

test.each(calls)('$name may answer what its example says', ({ route, example }) => {
  for (const [status, answer] of Object.entries(route.answers)) {
    const told = example.answers[status]
    expect(schemaOf(answer).parse(told)).toEqual(told)
  }
  expect(Object.keys(route.answers)).toEqual(expect.arrayContaining(Object.keys(example.answers)))
})

test('documents in the story are what benches are sent', () => {
  expect(Unit.parse(PALLET_UNIT)).toEqual(PALLET_UNIT)
  for (const { kind, doc } of examples.pull.answers[200].changes) {
    const schema: z.ZodType = documentSchemas[kind as keyof typeof documentSchemas]
    expect(schema.parse(doc)).toEqual(doc)
  }
})

test('the pages of the story say what they ask for', () => {
  const order = examples.getOrder.answers[200]
  const weighed = examples.getLoad.answers[200].weightGrams
  expect(order.units).toEqual([PALLET_UNIT])
  expect(weighed).toBe(PALLET_UNIT.weight.grossGrams)
  expect(examples.listOrders.answers[200].items[0]?.orderNumber).toBe(order.orderNumber)
})

/** Parameters come as text. */
function asText(values: Record<string, unknown> | undefined): Record<string, string> | undefined {
  if (values === undefined) return undefined
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}

/** What was given, cut down to the names that the schema knows, all of which must be there. */
function keysOf(schema: z.ZodObject | undefined, values: Record<string, unknown> | undefined) {
  if (schema === undefined) return undefined
  return asText(Object.fromEntries(Object.keys(schema.shape).map((name) => [name, values?.[name]])))
}

/** Names of what a parsed body has lost; it may have defaults besides, and write an instant anew. */
function lostIn(parsed: unknown, given: unknown, path: string): string[] {
  if (parsed === undefined && given !== undefined) return [path]
  if (typeof given !== 'object' || given === null) return []
  return Object.entries(given).flatMap(([name, part]) =>
    lostIn((parsed as Record<string, unknown>)[name], part, `${path}.${name}`),
  )
}

/** Texts are shown, pictures and empty answers are not. */
function schemaOf({ body, contentType }: AnswerDefinition): z.ZodType {
  if (body !== undefined) return body
  return contentType?.startsWith('text/') === true ? z.string() : z.undefined()
}
