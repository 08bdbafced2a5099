import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { PROBLEMS, type ProblemCode } from '#contract/http/problems.ts'
import { commonProblems, type RouteDefinition } from '#contract/http/route.ts'
import { routes } from '#contract/http/routes.ts'

const server = dirname(import.meta.dirname)
const CODES = Object.keys(PROBLEMS) as ProblemCode[]

type Module = { name: string; texts: string[] }

const modules: Module[] = readdirSync(server, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, texts: textsIn(join(server, name)) }))

function textsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(({ name, parentPath }) => readFileSync(join(parentPath, name), 'utf8'))
}

/** Codes that a module gives by itself. */
function codesOf({ texts }: Module): string[] {
  const given = texts.flatMap((text) => [...text.matchAll(/new Problem\(\s*'([\w-]+)'/g)])
  return [...new Set(given.map(([, code = '']) => code))]
}

/** Codes that the table allows the calls which a module answers. */
function allowedIn({ texts }: Module): Set<string> {
  const calls = Object.entries<RouteDefinition>(routes).filter(([name]) =>
    texts.some((text) => new RegExp(`^ {4}(async )?${name}[:(]`, 'm').test(text)),
  )
  return new Set(calls.flatMap(([, route]) => [...route.problems, ...commonProblems(route)]))
}

test('what a module refuses is a problem of one of its own calls', () => {
  const answering = modules.filter((module) => allowedIn(module).size > 0 && module.name !== 'http')
  expect(answering.length).toBeGreaterThan(11)
  const unlisted = answering.flatMap((module) => {
    const allowed = allowedIn(module)
    return codesOf(module).flatMap((code) => (allowed.has(code) ? [] : [`${module.name}: ${code}`]))
  })
  expect(unlisted).toEqual([])
})

test('every code is given somewhere', () => {
  const texts = modules.flatMap((module) => module.texts).join('\n')
  const spoken = new Set([...texts.matchAll(/['\s]([\w-]+)(?:'|: )/g)].map(([, code]) => code))
  expect(CODES.filter((code) => !spoken.has(code))).toEqual([])
})
