import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { unpackKernel } from './kernel.ts'

/**
 * `npm run test:usb`: boots an emulated machine whose kernel makes virtual USB devices of real kernel
 * drivers, and runs a bench on them. It needs a few Debian packages and takes some minutes.
 */
const PROGRAMS = {
  'qemu-system-x86_64': 'qemu-system-x86',
  busybox: 'busybox-static',
  cpio: 'cpio',
  modprobe: 'kmod',
  udevadm: 'udev',
  'apt-get': 'apt',
} as const

const GUEST_TIMEOUT_MS = 45 * 60_000

/** `--rounds 5` for a short look. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' } } })
const rounds = Math.max(1, Number.parseInt(values.rounds, 10))

/** What the guest says to us stands on lines of its own. */
const SAYS = 'USB-GUEST '

const project = join(import.meta.dirname, '../..')
const missing = Object.entries(PROGRAMS).filter(([name]) => !isInstalled(name))

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('skipped: the USB guest needs an x86-64 machine with Linux')
} else if (missing.length > 0) {
  const packages = missing.map(([, name]) => name).join(' ')
  console.log(`skipped: the USB guest needs apt-get install --no-install-recommends ${packages}`)
} else {
  process.exitCode = await runGuest()
}

async function runGuest(): Promise<number> {
  const cache = join(project, '.cache/usb-guest')
  mkdirSync(cache, { recursive: true })
  const kernel = unpackKernel(cache, join(import.meta.dirname, 'guest/init'))
  console.log(`a guest with Linux ${kernel.version}, emulated; this takes some minutes`)
  // prettier-ignore
  const qemu = spawn('qemu-system-x86_64', [
    '-accel', 'tcg,thread=multi', '-cpu', 'max', '-m', '1500', '-smp', '2',
    '-nographic', '-no-reboot', '-nodefaults', '-serial', 'stdio',
    '-kernel', kernel.image, '-initrd', kernel.initramfs,
    '-append', `console=ttyS0 quiet panic=-1 project=${project} rounds=${rounds}`,
    '-fsdev', 'local,id=hr,path=/,security_model=none,readonly=on,multidevs=remap',
    '-device', 'virtio-9p-pci,fsdev=hr,mount_tag=hostroot',
  ], { stdio: ['ignore', 'pipe', 'inherit'] })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => qemu.kill())
  const timer = setTimeout(() => qemu.kill('SIGKILL'), GUEST_TIMEOUT_MS)
  let code = 1
  const rest: string[] = []
  for await (const line of createInterface({ input: qemu.stdout })) {
    const at = line.indexOf(SAYS)
    const said = at < 0 ? null : line.slice(at + SAYS.length)
    const ended = said === null ? null : /^ended (\d+)/.exec(said)
    if (ended !== null) code = Number(ended[1])
    else if (said === null) rest.push(line)
    else console.log(said)
  }
  clearTimeout(timer)
  // What it says beside is of use only when something went wrong.
  if (code !== 0) console.error(rest.slice(-60).join('\n'))
  console.log(code === 0 ? 'the USB guest is well' : 'the USB guest FAILED')
  return code
}

function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}
