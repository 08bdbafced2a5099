import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pinnedNode, root, toolEnvironment } from '../bootstrap.mjs'

export type Bench = { url: string; token: string; dataFolder: string }

/** Electron is large; a line that can't carry it in this time gets the browser instead. */
const ELECTRON_DOWNLOAD_TIMEOUT_MS = 120_000
/** A download that failed is tried again the next day. */
const RETRY_DOWNLOAD_MS = 24 * 60 * 60 * 1000
/** A window that is gone this soon never showed anything. */
const WINDOW_SETTLES_MS = 3_000

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'brave']
const FRAGMENT = '#token='

export type BenchWindow = { message: string; close(): void }

/** Opens the bench: Electron, else a browser, else says where to look. */
export async function openBench(bench: Bench): Promise<BenchWindow> {
  const nothing = { close: () => {} }
  if (!hasScreen()) return { ...nothing, message: `no window here; open ${benchAddress(bench)}` }
  const binary = electronBinary()
  const electron = binary === null ? null : await openElectron(binary, bench)
  if (electron !== null) return { ...electron, message: 'opened in its own window' }
  const command = browserCommand(writeDoor(bench))
  const browser = command === null ? null : await open(command, process.env)
  if (browser !== null) return { ...browser, message: 'opened in the browser' }
  return { ...nothing, message: `open ${benchAddress(bench)}` }
}

/** The token stands in the fragment, which no request carries; the page takes it out at once. */
export function benchAddress(bench: Bench): string {
  return `${bench.url}/${FRAGMENT}${bench.token}`
}

function hasScreen(): boolean {
  if (process.env['LOADLINE_NO_WINDOW'] === '1') return false
  if (process.platform !== 'linux') return true
  return process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined
}

/** Electron comes without its binary; the first start fetches it where that is possible. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  const failedFile = join(root, '.cache/electron-unavailable')
  if (!existsSync(pathFile)) {
    if (failedLately(failedFile)) return null
    console.log('fetching Electron for the window (once)')
    const fetched = spawnSync(pinnedNode, [join(folder, 'install.js')], {
      stdio: 'ignore',
      timeout: ELECTRON_DOWNLOAD_TIMEOUT_MS,
    })
    if (fetched.status !== 0 || !existsSync(pathFile)) {
      writeFileSync(failedFile, '')
      return null
    }
  }
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

function failedLately(file: string): boolean {
  return existsSync(file) && Date.now() - statSync(file).mtimeMs < RETRY_DOWNLOAD_MS
}

function openElectron(binary: string, bench: Bench): Promise<{ close(): void } | null> {
  const socket = `${bench.url.replace(/^http/, 'ws')}/rpc`
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return open([binary, ...flags, join(root, 'out/shell/app.cjs'), '--attach', socket], {
    ...toolEnvironment(),
    LOADLINE_STATION_TOKEN: bench.token,
  })
}

/** A command line is public on its machine, so the browser gets a private file that leads on. */
function writeDoor(bench: Bench): string {
  const file = join(bench.dataFolder, 'open-bench.html')
  const address = JSON.stringify(benchAddress(bench))
  writeFileSync(file, `<!doctype html><script>location.replace(${address})</script>`, {
    mode: 0o600,
  })
  return file
}

function browserCommand(file: string): string[] | null {
  if (process.platform === 'darwin') return ['open', file]
  if (process.platform === 'win32') return ['cmd', '/c', 'start', '', file]
  // The good and the wrong tone must sound before anybody has touched the screen.
  const flags = ['--autoplay-policy=no-user-gesture-required']
  if (process.getuid?.() === 0) flags.push('--no-sandbox')
  const browser = BROWSERS.find(isOnPath)
  if (browser !== undefined) return [browser, ...flags, `--app=file://${file}`]
  return isOnPath('xdg-open') ? ['xdg-open', file] : null
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, name)))
}

/** A window once its program has stayed, or has handed the page to a browser that runs already. */
function open(
  command: string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ close(): void } | null> {
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: environment, stdio: 'ignore' })
    const opened = { close: () => void child.kill() }
    const settled = setTimeout(() => resolve(opened), WINDOW_SETTLES_MS)
    child.once('error', () => {
      clearTimeout(settled)
      resolve(null)
    })
    child.once('exit', (code) => {
      clearTimeout(settled)
      resolve(code === 0 ? opened : null)
    })
  })
}
