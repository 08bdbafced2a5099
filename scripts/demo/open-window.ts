import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pinnedNode, root, toolEnvironment } from '../bootstrap.mjs'

export type Bench = { url: string; token: string; dataFolder: string }

/** Electron is large; a line that can't carry it in this time gets the browser instead. */
const ELECTRON_DOWNLOAD_TIMEOUT_MS = 120_000
/** A window that is gone this soon never showed anything. */
const WINDOW_SETTLES_MS = 3_000

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'brave']
const FRAGMENT = '#token='

/** Opens the bench: Electron, else a browser, else says where to look. */
export async function openBench(bench: Bench): Promise<string> {
  if (!hasScreen()) return `no display here; open ${benchAddress(bench)}`
  const electron = electronBinary()
  if (electron !== null && (await openElectron(electron, bench))) return 'opened in its own window'
  const opener = browserCommand(writeDoor(bench))
  if (opener !== null && (await starts(opener, process.env))) return 'opened in the browser'
  return `open ${benchAddress(bench)}`
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
  const version: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
  if (!existsSync(pathFile)) {
    if (existsSync(failedFile) && readFileSync(failedFile, 'utf8') === String(version)) return null
    console.log('fetching Electron for the window (once)')
    const fetched = spawnSync(pinnedNode, [join(folder, 'install.js')], {
      stdio: 'ignore',
      timeout: ELECTRON_DOWNLOAD_TIMEOUT_MS,
    })
    if (fetched.status !== 0 || !existsSync(pathFile)) {
      writeFileSync(failedFile, String(version))
      return null
    }
  }
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

function openElectron(binary: string, bench: Bench): Promise<boolean> {
  const socket = `${bench.url.replace(/^http/, 'ws')}/rpc`
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return starts([binary, ...flags, join(root, 'out/shell/app.cjs'), '--attach', socket], {
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
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = BROWSERS.find(isOnPath)
  if (browser !== undefined) return [browser, ...flags, `--app=file://${file}`]
  return isOnPath('xdg-open') ? ['xdg-open', file] : null
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, name)))
}

/** True once the program has stayed, or has handed the page to a browser that runs already. */
function starts(command: string[], environment: NodeJS.ProcessEnv): Promise<boolean> {
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: environment, stdio: 'ignore', detached: true })
    child.unref()
    const settled = setTimeout(() => resolve(true), WINDOW_SETTLES_MS)
    child.once('error', () => {
      clearTimeout(settled)
      resolve(false)
    })
    child.once('exit', (code) => {
      clearTimeout(settled)
      resolve(code === 0)
    })
  })
}
