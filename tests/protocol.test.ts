import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { idsInTestNames } from './support/ids-in-test-names.ts'

const root = dirname(import.meta.dirname)

/** `ID-1`, `PUSH-3`, …: a rule of the protocol. `I1` to `I16`: what must hold after every fault. */
const ID = /^(?:[A-Z]+-\d+|I\d+)$/

const FAMILIES = [
  'ID',
  'LOG',
  'PUSH',
  'FACT',
  'PULL',
  'LEASE',
  'NUM',
  'EPOCH',
  'TIME',
  'VER',
  'SEC',
  'POKE',
]

/** Ids in names of tests that are no rules of sync: promises of the scanners' drivers, faults of devices. */
const ELSEWHERE = /^(?:PROMISE|FAULT)-\d+$/

type Rule = { id: string; provenBy: string[] }

const rules = rulesOf(readFileSync(join(root, 'docs/PROTOCOL.md'), 'utf8'))
const named = idsInTestNames('tests/protocol.test.ts')

test('the protocol names rules of every family and all invariants, each once', () => {
  for (const family of FAMILIES) {
    expect(rules.filter(({ id }) => id.startsWith(`${family}-`)).length, family).toBeGreaterThan(0)
  }
  const ids = rules.map(({ id }) => id)
  expect(ids.filter((id) => /^I\d+$/.test(id))).toEqual(
    Array.from({ length: 16 }, (_, index) => `I${index + 1}`),
  )
  expect(ids).toEqual([...new Set(ids)])
})

test('every rule of the protocol is proven by tests that name it', () => {
  const faults = rules.flatMap(({ id, provenBy }) => {
    if (provenBy.length === 0) return [`${id} has no test`]
    return provenBy
      .filter((path) => named.get(path)?.has(id) !== true)
      .map((path) => `${path} does not name ${id}`)
  })
  expect(faults).toEqual([])
})

test('a test names no rule that the protocol does not have', () => {
  const known = new Set(rules.map(({ id }) => id))
  const strangers = [...named].flatMap(([path, ids]) =>
    [...ids]
      .filter((id) => ID.test(id) && !ELSEWHERE.test(id) && !known.has(id))
      .map((id) => `${path} ${id}`),
  )
  expect(strangers).toEqual([])
})

/** Rows of tables whose first column is an id and whose last one names test files. */
function rulesOf(text: string): Rule[] {
  return text.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    const [, id = ''] = cells
    if (!ID.test(id)) return []
    const provenBy = [...(cells.at(-2) ?? '').matchAll(/`([\w./-]+\.test\.tsx?)`/g)]
    return [{ id, provenBy: provenBy.map(([, path = '']) => path) }]
  })
}
