import { expect, test } from 'vitest'
import type { RouteDefinition } from '#contract/http/route.ts'
import { routes } from '#contract/http/routes.ts'
import { SCOPES } from '#contract/http/scopes.ts'
import { enDeeds } from './en-deeds.ts'

/** What benches send stands in their logs, but for what a supervisor decides there. */
const isAudited = ([name, { method, auth, tag }]: [string, RouteDefinition]) =>
  method !== 'GET' && (auth !== 'station' || (tag === 'Floor' && name !== 'getFloor'))

test('whatever can stand in the audit trail has words', () => {
  const wordless = Object.entries<RouteDefinition>(routes)
    .filter(isAudited)
    .map(([name]) => `operation.${name}`)
    .filter((key) => !(key in enDeeds))
  expect(wordless).toEqual([])
})

test('every right that a token can have has words', () => {
  expect(SCOPES.filter((scope) => !(`scope.${scope}` in enDeeds))).toEqual([])
})
