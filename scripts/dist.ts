import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build, Platform } from 'electron-builder'
import { root, toolEnvironment } from './bootstrap.mjs'

/**
 * `npm run dist`: the package for this system. `LOADLINE_ELECTRON_DIST` names a folder with an unpacked
 * Electron for machines that can't download one; the answer is then a folder, not an installer,
 * because the tools that make installers are downloads too.
 */
const electronDist = process.env['LOADLINE_ELECTRON_DIST']

/** Fuses younger than the oldest Electron that can be given; it has no place for them. */
const YOUNG_FUSES = { grantFileProtocolExtraPrivileges: false }

const bundles = spawnSync('electron-vite', ['build', '--logLevel', 'warn'], {
  cwd: root,
  env: toolEnvironment(),
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (bundles.status !== 0) process.exit(1)

try {
  await (electronDist === undefined
    ? packageForThisSystem()
    : packageOffline(resolve(electronDist)))
  console.log(`packaged into ${join(root, 'dist')}`)
} catch (error) {
  console.error(explain(error instanceof Error ? error.message : String(error)))
  process.exitCode = 1
}

function packageForThisSystem(): Promise<string[]> {
  return build({
    projectDir: root,
    publish: 'never',
    config: { extends: 'electron-builder.yml', electronFuses: YOUNG_FUSES },
  })
}

function packageOffline(folder: string): Promise<string[]> {
  const executable = ['electron', 'electron.exe', 'Electron.app'].find((name) =>
    existsSync(join(folder, name)),
  )
  if (executable === undefined) throw new Error(`${folder} holds no unpacked Electron`)
  return build({
    projectDir: root,
    publish: 'never',
    targets: Platform.current().createTarget('dir'),
    config: {
      extends: 'electron-builder.yml',
      electronDist: folder,
      electronFuses: isPinned(folder) ? YOUNG_FUSES : {},
    },
  })
}

function isPinned(folder: string): boolean {
  const wanted: unknown = JSON.parse(
    readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'),
  ).version
  const version = join(folder, 'version')
  return existsSync(version) && readFileSync(version, 'utf8').trim() === wanted
}

function explain(message: string): string {
  const isDownload =
    /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|cannot.*(resolve|download)|status code|HTTPError|github/i
  if (!isDownload.test(message)) return message
  return [
    'Electron or a packaging tool could not be downloaded:',
    `  ${message.split('\n')[0]}`,
    'With an unpacked Electron on this machine, set LOADLINE_ELECTRON_DIST to its folder.',
  ].join('\n')
}
