import { expect, test } from 'vitest'
import type { RouteDefinition } from './route.ts'
import { routes } from './routes.ts'
import { OfficeRole, ROLE_SCOPES, SCOPES } from './scopes.ts'

/** Rights that are asked for besides the one that a route names: by handlers, and in a courier's place. */
const ASKED_BESIDES = ['orders:cancel', 'orders:force-cancel', 'shipments:write']

test('each role may do all that the one below it may', () => {
  const ladder = OfficeRole.options.filter((role) => role !== 'loader')
  for (const [index, role] of ladder.entries()) {
    const below = ladder[index - 1]
    if (below === undefined) continue
    expect(ROLE_SCOPES[role]).toEqual(expect.arrayContaining([...ROLE_SCOPES[below]]))
  }
  expect(ROLE_SCOPES.supervisor).toEqual(expect.arrayContaining([...ROLE_SCOPES.loader]))
})

test('only the top role changes users and cancels by force', () => {
  for (const scope of ['users:write', 'orders:force-cancel'] as const) {
    const who = OfficeRole.options.filter((role) => ROLE_SCOPES[role].includes(scope))
    expect(who).toEqual(['super-admin'])
  }
})

test('whoever speaks in the place of couriers gives none of them a secret', () => {
  const ofCouriers = Object.values(routes as Record<string, RouteDefinition>)
    .filter(({ path }) => path.startsWith('/v1/couriers'))
    .map(({ scope }) => scope)
  expect(new Set(ofCouriers)).toEqual(new Set(['couriers:write']))
})

test('pickers and loaders look: what they change they change at a bench', () => {
  expect(ROLE_SCOPES.picker.filter((scope) => !scope.endsWith(':read'))).toEqual([])
  expect(ROLE_SCOPES.loader.filter((scope) => !scope.endsWith(':read'))).toEqual(['loading:write'])
})

test('every right is one that some call asks for', () => {
  const named = Object.values(routes as Record<string, RouteDefinition>).map(({ scope }) => scope)
  const unused = SCOPES.filter((scope) => !named.includes(scope))
  expect(unused.toSorted()).toEqual(ASKED_BESIDES)
})

test('a call that changes something never asks for a right to read only', () => {
  const own = ['changePassword', 'signOut', 'endSessions']
  const wrong = Object.entries(routes as Record<string, RouteDefinition>)
    .filter(([name, { method, scope }]) => {
      return method !== 'GET' && scope?.endsWith(':read') === true && !own.includes(name)
    })
    .map(([name]) => name)
  expect(wrong).toEqual([])
})
