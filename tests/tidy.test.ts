import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)

const TOP_FOLDERS = words(`
  .ci .github benchmarks contract docs electron main renderer resources scripts sync-server
  tests
`)
const TOP_FILES = words(`
  .dockerignore .gitattributes .gitignore .npmrc .oxlintrc.json .prettierignore .prettierrc.json
  CHANGELOG.md CONTRIBUTING.md LICENSE README.md electron-builder.yml
  electron.vite.config.ts knip.json office-program.vite.config.ts office.vite.config.ts
  package-lock.json package.json tsconfig.base.json tsconfig.json vitest.config.ts
`)
const CONTRACT_FOLDERS = words(`
  actions barcode documents http label orders rpc sync testing weight
`)
const CONTRACT_FILES = words(`
  decode-text.ts decode-text.test.ts result.ts result.test.ts to-csv.ts tsconfig.json
`)

/** What several actions share; everything else in contract/actions is one action. */
const ACTION_HELPERS = words(`
  claim-lease decision index line-lots line-stock list-changes load-units overlay put-back-plan
  settle-orders slot-load unit-changes unit-closing unit-goods upcast
`)

/** The only places that may know the RPC library, so that it stays cheap to replace. */
const RPC_FOLDERS = [
  'contract/rpc/',
  'main/rpc/',
  'renderer/station-client',
  'renderer/transport/',
  'renderer/testing/',
  'tests/support/station-rpc.ts',
]

/**
 * Stations enrol and report, and a feed that is read numbers what has happened since: nobody of the office asked for
 * a change there. The server itself writes the trail.
 */
const UNAUDITED_TRANSACTIONS: Readonly<Record<string, number>> = {
  'sync-server/stations/handlers.ts': 2,
  'sync-server/station-care/handlers.ts': 1,
  'sync-server/http/http-server.ts': 1,
  'sync-server/epcis/handlers.ts': 1,
}

const FILE_LINES_MAX = 400
const TEXT = new Set([
  '.ts',
  '.tsx',
  '.mjs',
  '.js',
  '.css',
  '.html',
  '.json',
  '.md',
  '.sql',
  '.yml',
])
const CODE = new Set(['.ts', '.tsx', '.mjs', '.js', '.css'])

type SourceFile = { path: string; text: string }

let files: SourceFile[] = []

beforeAll(() => {
  files = trackedFiles().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
})

test('only the folders and files of the architecture stand at the top', () => {
  const strangers = files.filter(({ path }) => {
    const [top = '', ...rest] = path.split('/')
    return rest.length === 0 ? !TOP_FILES.includes(top) : !TOP_FOLDERS.includes(top)
  })
  expect(pathsOf(strangers)).toEqual([])
})

test('contract holds the subjects that both sides agree on and no others', () => {
  const strangers = files.filter(({ path }) => {
    const [top, folder = '', ...rest] = path.split('/')
    if (top !== 'contract') return false
    return rest.length === 0 ? !CONTRACT_FILES.includes(folder) : !CONTRACT_FOLDERS.includes(folder)
  })
  expect(pathsOf(strangers)).toEqual([])
})

test('nothing is left for later and no test is left out', () => {
  const later = /\b(FIX(?:ME)|TO(?:DO)|XX(?:X))\b/
  const leftOut = /\b(test|it|describe|suite)(\.\w+)*\.(only|skip|todo)\(/
  expect(linesWith(files, later)).toEqual([])
  expect(linesWith(files.filter(isTest), leftOut)).toEqual([])
})

test('no file speaks of the machine it was written on or of a package registry', () => {
  const machinePath = /(?<![\w.:*/-])\/(work|root|home\/\w+|tmp\/ll)\//
  const registry = /https?:\/\/(registry|npm)\.[\w-]+\.|"resol[v]ed":/
  expect(linesWith(files, machinePath)).toEqual([])
  expect(linesWith(files, registry)).toEqual([])
})

test('every action has one file, one test and its place in the protocol', () => {
  const protocol = files.find(({ path }) => path === 'docs/PROTOCOL.md')?.text ?? ''
  const faults: string[] = []
  for (const { path, text } of files.filter(isActionFile)) {
    const name = basename(path, '.ts')
    const types = [...text.matchAll(/: ActionDefinition<\s*'([\w.-]+)'/g)].map(([, type]) => type)
    if (ACTION_HELPERS.includes(name)) {
      if (types.length > 0) faults.push(`${name} defines an action and is listed as a helper`)
      continue
    }
    const [type = '', ...more] = types
    if (type.replace('.', '-') !== name || more.length > 0) faults.push(`${name} is not one action`)
    if (!files.some((file) => file.path === path.replace(/\.ts$/, '.test.ts'))) {
      faults.push(`${name} has no test beside it`)
    }
    if (!protocol.includes(`\`${type}\``)) faults.push(`${type} is not in docs/PROTOCOL.md`)
  }
  expect(faults).toEqual([])
})

test('what the office is asked to change goes through `change`, so that the audit trail knows', () => {
  const handlers = files.filter(({ path, text }) => {
    return path.startsWith('sync-server/') && /import type \{[^}]*\bHandlers?\b/.test(text)
  })
  const around = handlers.flatMap(({ path, text }) => {
    const count = [...text.matchAll(/\.transaction\(/g)].length
    return count > (UNAUDITED_TRANSACTIONS[path] ?? 0) ? [`${path} ${count}`] : []
  })
  expect(handlers.length).toBeGreaterThan(8)
  expect(around).toEqual([])
})

test('files stay short enough to be read in one go', () => {
  const long = files
    .filter(({ path }) => CODE.has(extname(path)))
    .map(({ path, text }) => ({ path, lines: linesOfCode(text) }))
    .filter(({ lines }) => lines > FILE_LINES_MAX)
  expect(long).toEqual([])
})

test('every package has an exact version', () => {
  const manifest: Record<string, Record<string, string>> = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  const all = { ...manifest['dependencies'], ...manifest['devDependencies'] }
  const loose = Object.entries(all).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  )
  expect(loose).toEqual([])
})

test('the RPC library is known in a few places only and in one version', () => {
  const users = files.filter(({ text }) => /(from|import\()\s*'@orpc\//.test(text))
  const strangers = users.filter(({ path }) => !RPC_FOLDERS.some((door) => path.startsWith(door)))
  expect(pathsOf(strangers)).toEqual([])
  const lock: { packages: Record<string, { version?: string }> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  const versions = Object.entries(lock.packages)
    .filter(([path]) => /node_modules\/@orpc\/[^/]+$/.test(path))
    .map(([, entry]) => entry.version)
  expect([...new Set(versions)]).toEqual(['1.16.1'])
})

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/** What git tracks or would track. */
function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
}

function isTest({ path }: SourceFile): boolean {
  return /\.test\.tsx?$/.test(path)
}

function isActionFile(file: SourceFile): boolean {
  return dirname(file.path) === 'contract/actions' && !isTest(file)
}

function pathsOf(found: SourceFile[]): string[] {
  return found.map(({ path }) => path)
}

function linesWith(searched: SourceFile[], pattern: RegExp): string[] {
  return searched
    .filter(({ path }) => TEXT.has(extname(path)))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
        .filter(({ line }) => pattern.test(line))
        .map(({ line, place }) => `${place} ${line.trim().slice(0, 120)}`),
    )
}

/** Blank lines and lines that only comment are free, as in the linter's rule. */
function linesOfCode(text: string): number {
  return text.split('\n').filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line)).length
}
