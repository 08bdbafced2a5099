// Runs before anything is installed and on whatever Node the machine has: plain JavaScript, Node's
// own modules only.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const NODE_MIN_MAJOR = 18
const PROGRESS_EVERY_MS = 3_000
const PARENT_CHECK_MS = 1_000
const isWindows = process.platform === 'win32'
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.loadline-installed')

/** The Node every part of the product runs under, whatever the machine's own is. */
export const pinnedNode = join(modules, 'node', 'bin', isWindows ? 'node.exe' : 'node')

/** The environment of everything we start: our own tools and our own Node come first. */
export function toolEnvironment() {
  const bin = join(modules, '.bin')
  return { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }
}

/** Installs packages when they are missing or the lock file changed; otherwise returns at once. */
export async function ensurePackages() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < NODE_MIN_MAJOR) {
    throw new Error(
      `Node ${NODE_MIN_MAJOR} or newer is needed to begin; this is ${process.version}`,
    )
  }
  const stamp = lockStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && hasNode()) return
  if (!(isInstalledAsLocked() && hasNode())) await install()
  if (!hasNode()) throw new Error(`the pinned Node does not run: ${pinnedNode}`)
  writeFileSync(stampFile, stamp)
}

function lockStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const hash = createHash('sha256').update(lock).digest('hex')
  return `${hash} ${process.platform} ${process.arch}\n`
}

function hasNode() {
  return existsSync(pinnedNode) && spawnSync(pinnedNode, ['--version']).status === 0
}

/** True when somebody installed by hand exactly what the lock file says; nothing is reinstalled then. */
function isInstalledAsLocked() {
  try {
    const wanted = readLock(join(root, 'package-lock.json'))
    const present = readLock(join(modules, '.package-lock.json'))
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true
      const found = present[path]
      return found === undefined ? entry.optional === true : found.version === entry.version
    })
  } catch {
    return false
  }
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

async function install() {
  const total = Object.keys(readLock(join(root, 'package-lock.json'))).length
  console.log(`installing about ${total} packages (once; a few minutes on a slow line)`)
  const startedAt = Date.now()
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000)
    console.log(`  … ${seconds} s, ${countPackages()} packages in place`)
  }, PROGRESS_EVERY_MS)
  try {
    await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  } finally {
    clearInterval(progress)
  }
  console.log(`packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s`)
}

/** @param {string[]} args */
function runNpm(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(isWindows ? 'npm.cmd' : 'npm', args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: isWindows,
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve(undefined)
      else reject(new Error(`npm ${args[0]} ended with code ${code}; its own words stand above`))
    })
  })
}

function countPackages() {
  try {
    return readdirSync(modules).reduce((count, name) => {
      if (!name.startsWith('@')) return count + 1
      return count + readdirSync(join(modules, name)).length
    }, 0)
  } catch {
    return 0
  }
}

/**
 * Goes on under the pinned Node. Ctrl-C and an end signal reach the child, and its exit code is ours.
 * @param {string} script
 * @param {string[]} args
 */
export function continueUnderPinnedNode(script, args) {
  const child = spawn(pinnedNode, [join(root, script), ...args], {
    cwd: root,
    env: toolEnvironment(),
    // The child notices over this channel when its parent is gone, however it went.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  // npm's shell does not hand on the signal that ends it, but its end shows.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, PARENT_CHECK_MS).unref()
  child.on('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  child.on('exit', (code) => process.exit(code ?? 1))
}
