import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { PROBLEMS, type ProblemCode } from '#contract/http/problems.ts'
import { FOR_PROGRAMS, problemWords } from '../components/problem-words.ts'
import { en } from './en.ts'
import { nl } from './nl.ts'
import type { Say } from './text.ts'

const CODES = Object.keys(PROBLEMS) as ProblemCode[]
const root = join(import.meta.dirname, '../../..')
const texts: Readonly<Record<string, string>> = nl
const dutch = { language: 'nl', say: ((key: string) => texts[key] ?? key) as Say }

type Node = { type: string } & Record<string, unknown>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value

/** Every node of the programs in a folder. */
function nodesOf(folder: string): Node[] {
  const files = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
  return files
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap(({ name, parentPath }) =>
      below(parseSync(name, readFileSync(join(parentPath, name), 'utf8')).program),
    )
}

function below(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(below)
  if (!isNode(value)) return []
  return [value, ...Object.values(value).flatMap(below)]
}

/** Blanks that hold words and no name or number. */
const PHRASES: Readonly<Record<string, string>> = {
  days: 'from 7 to 7',
  forBurden: 'for 7 g and 7 cm³',
  INPUT_WORDS: 'how many were counted on the shelf',
}

function blankOf(node: Node | undefined): string {
  if (node === undefined) return ''
  return PHRASES[nameOf(node['callee'] ?? node['object'] ?? node)] ?? '7'
}

/** What an expression may say, with a 7 in each blank; nothing where it is no text of its own. */
function saidBy(node: unknown): string[] {
  if (!isNode(node)) return []
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : []
    case 'TemplateLiteral': {
      const parts = node['quasis'] as { value: { cooked: string } }[]
      const blanks = node['expressions'] as Node[]
      if (parts.every(({ value }) => !/\p{L}/u.test(value.cooked))) return []
      return [parts.map(({ value }, at) => value.cooked + blankOf(blanks[at])).join('')]
    }
    case 'ConditionalExpression':
      return [...saidBy(node['consequent']), ...saidBy(node['alternate'])]
    case 'BinaryExpression':
      return saidBy(node['left']).flatMap((left) =>
        saidBy(node['right']).map((right) => left + right),
      )
    default:
      return []
  }
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  return typeof node['name'] === 'string' ? node['name'] : nameOf(node['property'])
}

/** The details that the office gives with a code, as they stand in its program. */
function detailsOf(nodes: readonly Node[]): { code: ProblemCode; message: string }[] {
  return nodes.flatMap((node) => {
    const [first, second] = (node['arguments'] ?? []) as unknown[]
    if (node.type !== 'NewExpression' || nameOf(node['callee']) !== 'Problem') return []
    const code = CODES.find((known) => saidBy(first).includes(known)) ?? 'wrong-state'
    return saidBy(second).map((message) => ({ code, message }))
  })
}

/** What is wrong at a place: `{ path, message }`, and the second argument of a rule of a shape. */
function placesOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'ObjectExpression') {
      const members = (node['properties'] as Node[]).map(
        ({ key, value }) => [nameOf(key), value] as const,
      )
      const isPlace = members.some(([name]) => name === 'path')
      return isPlace
        ? members.flatMap(([name, value]) => (name === 'message' ? saidBy(value) : []))
        : []
    }
    const isRule =
      node.type === 'CallExpression' && ['regex', 'refine'].includes(nameOf(node['callee']))
    return isRule ? saidBy((node['arguments'] as unknown[])[1]) : []
  })
}

const office = nodesOf('sync-server')

test.each(CODES)('%s has a sentence in both languages', (code) => {
  for (const catalogue of [en, nl] as readonly Readonly<Record<string, string>>[]) {
    expect(catalogue[`problem.${code}`]).toMatch(/^[A-Z].+\.$/)
  }
})

test('whatever the office says no to has Dutch words, with what it names', () => {
  const details = detailsOf(office)
  expect(details.length).toBeGreaterThan(150)
  const wordless = details.filter(({ code, message }) => {
    return !FOR_PROGRAMS.has(code) && problemWords({ code, message }, dutch).original !== null
  })
  expect(wordless).toEqual([])
})

test('whatever can be wrong at a place has Dutch words', () => {
  const rules = [...new Set([...placesOf(office), ...placesOf(nodesOf('contract'))])]
  expect(rules.length).toBeGreaterThan(30)
  const english = rules.filter((message) => {
    const refusal = { code: 'invalid-request' as const, message, errors: [{ path: 'x', message }] }
    return problemWords(refusal, dutch).text.toLowerCase().includes(`: ${message.toLowerCase()}`)
  })
  expect(english.filter((message) => message !== 'base64')).toEqual([])
})

test.each([
  [
    'order LL-1 is PACKED: it has been packed; to cancel it now takes the right orders:cancel',
    /^Order LL-1 is .*: hij is ingepakt; nu annuleren vraagt het recht “/,
  ],
  [
    '2026-03-11 is too soon for NH; the earliest day is 2026-03-12',
    /^2026-03-11 is te vroeg voor NH; de eerste dag is 2026-03-12\.$/,
  ],
  ['this call needs the scope orders:write', /^Dat mag u niet: het vraagt het recht “/],
  ['OAK-14: 7000 wanted, 600 available', /^OAK-14: 7000 gevraagd, 600 beschikbaar\.$/],
  ['nothing is on board of load LD-1', /^Er staat nog niets op vracht LD-1\.$/],
])('%s is said in Dutch as a whole', (message, words) => {
  const { text, original } = problemWords({ code: 'wrong-state', message }, dutch)
  expect([text, original]).toEqual([expect.stringMatching(words), null])
})
