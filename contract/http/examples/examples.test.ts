import { expect, test } from 'vitest'
import type { z } from 'zod'
import { documentSchemas } from '../../documents/document.ts'
import { Unit } from '../../documents/unit.ts'
import type { RouteDefinition } from '../route.ts'
import { routes } from '../routes.ts'
import { examples } from './examples.ts'
import { PALLET_UNIT } from './story.ts'

type AnyExample = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  answers: Record<string, unknown>
}

const calls = Object.entries(routes).map(([name, route]) => {
  const example: AnyExample = examples[name as keyof typeof examples]
  return { name, route: route as RouteDefinition, example }
})

test.each(calls)('$name takes its example of a request', ({ route, example }) => {
  const { params, query, body } = example
  expect(asText(params)).toEqual(keysOf(route.params, params))
  expect(asText(query)).toEqual(keysOf(route.query, query))
  route.params?.parse(asText(params))
  route.query?.parse(asText(query))
  expect(body === undefined).toBe(route.body === undefined)
  if (route.body !== undefined) expectNothingElse(route.body.parse(body), body)
})

test.each(calls)('$name may answer what its example says', ({ route, example }) => {
  for (const [status, { body, contentType }] of Object.entries(route.answers)) {
    const answer = example.answers[status]
    if (body !== undefined) expect(body.parse(answer)).toEqual(answer)
    else if (contentType?.startsWith('text/') === true) expect(typeof answer).toBe('string')
    else expect(answer).toBeUndefined()
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

/** A parsed body has defaults and may write an instant anew; names it does not know are gone. */
function expectNothingElse(parsed: unknown, given: unknown): void {
  if (typeof given !== 'object' || given === null) return
  for (const [name, part] of Object.entries(given)) {
    const found = (parsed as Record<string, unknown>)[name]
    expect(found, name).toBeDefined()
    expectNothingElse(found, part)
  }
}
