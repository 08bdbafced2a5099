import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = dirname(dirname(import.meta.dirname))

/** At the start of a test's or a suite's name: `[LOG-2] …`, `[I1, I2] …`, `[PUSH-1] [PUSH-3] …`. */
const NAME = /['"`]((?:\[[^\]]+\] )+)/g

/** The ids that stand in names of tests, by file; `own` asks, and its examples are none. */
export function idsInTestNames(own: string): Map<string, Set<string>> {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '-co', '--exclude-standard', '*.test.ts*'],
    { cwd: root, encoding: 'utf8' },
  )
  const paths = listed
    .split('\0')
    .filter((path) => path !== '' && path !== own && existsSync(join(root, path)))
  return new Map(paths.map((path) => [path, idsIn(readFileSync(join(root, path), 'utf8'))]))
}

function idsIn(text: string): Set<string> {
  const brackets = [...text.matchAll(NAME)].flatMap(([, ids = '']) => [
    ...ids.matchAll(/[^[\], ]+/g),
  ])
  return new Set(brackets.flatMap(([id]) => spelledOut(id)))
}

/** `I1-I16` names all of them. */
function spelledOut(part: string): string[] {
  const range = /^I(\d+)-I(\d+)$/.exec(part)
  if (range === null) return [part]
  const [from, to] = [Number(range[1]), Number(range[2])]
  return Array.from({ length: to - from + 1 }, (_, index) => `I${from + index}`)
}
