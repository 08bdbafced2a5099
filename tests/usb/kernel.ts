import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'

/** A kernel of Debian's, unpacked beside the project and never installed, and its first file system. */
export type GuestKernel = { image: string; initramfs: string; version: string }

/** What the first file system needs to reach the host's files. */
const BOOT_MODULES = ['virtio_pci', '9pnet_virtio', '9p']

/** Unpacks Debian's own kernel package, the one with every USB driver and gadget in it. */
export function unpackKernel(cache: string, init: string): GuestKernel {
  const version = kernelVersion()
  const folder = join(cache, version)
  const image = join(folder, 'boot', `vmlinuz-${version}`)
  if (!existsSync(image)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    run('apt-get', ['download', `linux-image-${version}`], folder)
    const packed = readdirSync(folder).find((name) => name.endsWith('.deb'))
    if (packed === undefined) throw new Error('apt-get brought no kernel')
    run('dpkg-deb', ['-x', packed, folder], folder)
    run('depmod', ['-b', folder, version], folder)
    rmSync(join(folder, packed))
  }
  return { image, version, initramfs: packInitramfs(folder, version, init) }
}

function kernelVersion(): string {
  const depends = run('apt-cache', ['depends', 'linux-image-amd64'], '/')
  const [, version] = /linux-image-(\d\S+-amd64)/.exec(depends) ?? []
  if (version === undefined) throw new Error('apt knows no Debian kernel here')
  return version
}

function packInitramfs(folder: string, version: string, init: string): string {
  const tree = join(folder, 'initramfs')
  rmSync(tree, { recursive: true, force: true })
  for (const name of ['bin', 'lib', 'proc', 'sys', 'dev', 'mnt']) {
    mkdirSync(join(tree, name), { recursive: true })
  }
  copyFileSync('/bin/busybox', join(tree, 'bin/busybox'))
  const names = BOOT_MODULES.flatMap((module) => modulesFor(module, folder, version))
  const modules = [...new Set(names)]
  for (const module of modules) copyFileSync(module, join(tree, 'lib', basename(module)))
  writeFileSync(join(tree, 'modules'), modules.map((module) => basename(module)).join('\n'))
  writeFileSync(join(tree, 'init'), readFileSync(init))
  chmodSync(join(tree, 'init'), 0o755)
  const packed = join(folder, 'initramfs.img')
  run('sh', ['-c', `find . | cpio --quiet -o -H newc | gzip -1 > '${packed}'`], tree)
  return packed
}

/** A module's file after those it needs. */
function modulesFor(module: string, folder: string, version: string): string[] {
  const shown = run('modprobe', ['-d', folder, '-S', version, '--show-depends', module], '/')
  return [...shown.matchAll(/^insmod (\S+)/gm)].map(([, file = '']) => file)
}

function run(program: string, args: string[], cwd: string): string {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (done.status === 0) return done.stdout
  throw new Error(`${program} ${args.join(' ')}: ${done.error?.message ?? done.stderr}`)
}
