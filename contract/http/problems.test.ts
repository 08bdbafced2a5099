import { expect, test } from 'vitest'
import { PROBLEMS, type ProblemCode } from './problems.ts'
import { addressProblems, commonProblems, type RouteDefinition } from './route.ts'
import { routes } from './routes.ts'

const table = Object.entries<RouteDefinition>(routes)

test('every code can be given by some call', () => {
  const given = new Set<ProblemCode>(addressProblems)
  for (const [, route] of table) {
    for (const code of [...route.problems, ...commonProblems(route)]) given.add(code)
  }
  expect([...given].toSorted()).toEqual(Object.keys(PROBLEMS).toSorted())
})

test('a call names its own codes once, and none that any call of its shape can give', () => {
  const twice = table.flatMap(([name, route]) => {
    const all = [...route.problems, ...commonProblems(route)]
    return new Set(all).size === all.length ? [] : [name]
  })
  expect(twice).toEqual([])
})

test('every problem says in a sentence or two when it is given and what to do', () => {
  for (const { title, meaning } of Object.values(PROBLEMS)) {
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(meaning).toMatch(/^[A-Z].{30,}\.$/)
  }
})
