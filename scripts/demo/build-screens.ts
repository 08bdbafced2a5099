import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, toolEnvironment } from '../bootstrap.mjs'

/** Everything the build reads. */
const SOURCES = [
  '{renderer,contract,electron,main}/**/*.{ts,tsx,css,html,json,svg,wav,png}',
  'resources/**/*.{svg,wav,png}',
  'electron.vite.config.ts',
  'package-lock.json',
]
const stampFile = join(root, '.cache/build-stamp')

/** Builds screens, shell and host bundle when a source changed since the last build. */
export function buildScreens(): void {
  const hash = hashSources()
  const isBuilt = existsSync(join(root, 'out/renderer/index.html'))
  if (isBuilt && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return
  console.log('building the screens')
  const build = spawnSync('electron-vite', ['build', '--logLevel', 'warn'], {
    cwd: root,
    env: toolEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (build.status !== 0) throw new Error('the screens could not be built; see above')
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, hash)
}

function hashSources(): string {
  const hash = createHash('sha256')
  const files = globSync(SOURCES, { cwd: root }).sort()
  for (const file of files) {
    if (file.includes('.test.')) continue
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}
