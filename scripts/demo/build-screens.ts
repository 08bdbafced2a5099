import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, toolEnvironment } from '../bootstrap.mjs'

/** What a build reads, the pages it leaves, and the command that makes them. */
type Build = { name: string; sources: string[]; leaves: string[]; command: string[] }

const SCREENS: Build = {
  name: 'screens',
  sources: [
    '{renderer,contract,electron,main}/**/*.{ts,tsx,css,html,json,svg,wav,png}',
    'resources/**/*.{svg,wav,png}',
    '{electron,office}.vite.config.ts',
    'scripts/office-build/*.ts',
    'package-lock.json',
  ],
  leaves: ['renderer/index.html', 'office/index.html'],
  command: ['electron-vite', 'build', '--logLevel', 'warn'],
}

const CONSOLE: Build = {
  name: 'console',
  sources: [
    '{renderer,contract}/**/*.{ts,tsx,css,html,json,svg}',
    'office.vite.config.ts',
    'scripts/office-build/*.ts',
    'package-lock.json',
  ],
  leaves: ['office/index.html'],
  command: ['vite', 'build', '-c', 'office.vite.config.ts'],
}

/** Builds screens, shell, host bundle and console when a source changed since the last build. */
export function buildScreens(): void {
  buildIfChanged(SCREENS, (line) => console.log(line))
}

/** Builds the office's pages alone. Its words go to stderr: the office's own first line is read by programs. */
export function buildConsole(): void {
  buildIfChanged(CONSOLE, (line) => console.error(line))
}

function buildIfChanged(build: Build, say: (line: string) => void): void {
  const stampFile = join(root, '.cache', `build-stamp-${build.name}`)
  const hash = hashOf(build.sources)
  const isBuilt = build.leaves.every((name) => existsSync(join(root, 'out', name)))
  if (isBuilt && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return
  say(`building the ${build.name}`)
  const [program = '', ...args] = build.command
  const { status } = spawnSync(program, args, {
    cwd: root,
    env: toolEnvironment(),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`the ${build.name} could not be built; see above`)
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, hash)
}

function hashOf(sources: string[]): string {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: root }).sort()
  for (const file of files) {
    if (file.includes('.test.')) continue
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}
