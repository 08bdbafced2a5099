import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** From Debian: a browser, a display, what Electron links, ptys, a witness of writes, HID devices. */
const DEBIAN_PACKAGES = [
  'chromium',
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'cups-daemon',
  'socat',
  'strace',
  'umockdev',
  'libusb-1.0-0',
  'nats-server',
  'openssl',
] as const

const INSTALL_TIMEOUT_MS = 600_000

export type SystemPackages = { kind: 'ready' } | { kind: 'missing'; command: string }

/** Installs missing Debian packages as root; otherwise names the one command that does. */
export function ensureSystemPackages(): SystemPackages {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return { kind: 'ready' }
  const missing = DEBIAN_PACKAGES.filter((name) => !isInstalled(name))
  if (missing.length === 0) return { kind: 'ready' }
  if (process.getuid?.() !== 0) {
    return { kind: 'missing', command: `sudo apt-get install -y ${missing.join(' ')}` }
  }
  console.log(`installing from Debian: ${missing.join(' ')}`)
  apt(['update'])
  const names = missing.map((name) => (isKnown(name) ? name : `${name}t64`))
  apt(['install', '-y', '--no-install-recommends', ...names])
  const stillMissing = missing.filter((name) => !isInstalled(name))
  if (stillMissing.length === 0) return { kind: 'ready' }
  return { kind: 'missing', command: `apt-get install -y ${stillMissing.join(' ')}` }
}

/** Newer releases call some libraries `…t64`. */
function isInstalled(name: string): boolean {
  return [name, `${name}t64`].some((candidate) => {
    const query = spawnSync('dpkg-query', ['-W', '-f=${Status}', candidate], { encoding: 'utf8' })
    return query.status === 0 && query.stdout.endsWith(' installed')
  })
}

function isKnown(name: string): boolean {
  return /Candidate: (?!\(none\))/.test(
    spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout,
  )
}

function apt(args: string[]): void {
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: INSTALL_TIMEOUT_MS,
  })
}
