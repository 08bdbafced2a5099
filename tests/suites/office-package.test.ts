import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { callsOf } from '../support/office.ts'
import { run, type Running } from '../support/processes.ts'

const ROOT = join(import.meta.dirname, '../..')
const UNITS = join(ROOT, 'resources/office')

let folder: string
let started: Running | null = null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadline-package-'))
})

afterEach(async () => {
  await started?.kill()
  started = null
  rmSync(folder, { recursive: true, force: true })
})

type Packed = [{ files: { path: string }[] }]

/** What `npm pack` would hand out, put where `npm install` would put it. */
function install(): { place: string; files: string[] } {
  const [{ files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: ROOT, encoding: 'utf8' }),
  ) as Packed
  const place = join(folder, 'node_modules/loadline')
  for (const { path } of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true })
    cpSync(join(ROOT, path), join(place, path))
  }
  symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'))
  return { place, files: files.map(({ path }) => path) }
}

test('what is installed is a program of plain JavaScript that serves calls and pages from any folder', async () => {
  const { place, files } = install()
  expect(files.filter((path) => path.endsWith('.ts'))).toEqual([])
  const { bin } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
    bin: Record<string, string>
  }
  const program = join(place, bin['loadline-office'] ?? '')
  expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  started = await run(program, ['--port', '0', '--data', join(folder, 'data')])
  const calls = callsOf(String(started.ready['url']))
  expect((await calls.call('GET', '/readyz')).status).toBe(200)
  const page = await calls.call('GET', '/orders/LL-000001', { headers: { accept: 'text/html' } })
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(String(page.body))?.[1] ?? 'no script'
  expect((await calls.call('GET', script)).status).toBe(200)
  expect(started.stderr()).toContain('/welcome#')
  await started.stop()

  const path = join(folder, 'office.backup')
  const backup = spawnSync(
    process.execPath,
    [program, 'backup', '--to', path, '--data', join(folder, 'data')],
    {
      encoding: 'utf8',
    },
  )
  expect(backup.stderr).toBe('')
  expect(JSON.parse(backup.stdout)).toMatchObject({ backup: path })
})

test('a mistyped setting stops it with the one that was meant', () => {
  const { stderr, status } = spawnSync(process.execPath, ['sync-server/start.ts', '--port', '0'], {
    cwd: ROOT,
    env: { ...process.env, LOADLINE_PUBLIC_ULR: 'https://office.example' },
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toBe(
    'LOADLINE_PUBLIC_ULR is no setting of an office. Did you mean LOADLINE_PUBLIC_URL?\n',
  )
})

test('the service’s settings are settings, and its files say nothing systemd does not know', () => {
  const named = [...readFileSync(join(UNITS, 'office.env'), 'utf8').matchAll(/^(\w+)=/gm)]
  const own = named.map(([, name = '']) => name).filter((name) => !name.startsWith('OFFICE_'))
  const reference = readFileSync(join(ROOT, 'docs/CONFIGURATION.md'), 'utf8')
  expect(own.length).toBeGreaterThan(2)
  expect(own.filter((name) => !reference.includes(`\`${name}\``))).toEqual([])
  const verify = '/usr/bin/systemd-analyze'
  if (!existsSync(verify)) return
  const units = ['loadline-office.service', 'loadline-backup.service', 'loadline-backup.timer']
  const { stderr } = spawnSync(verify, ['verify', ...units.map((name) => join(UNITS, name))], {
    encoding: 'utf8',
  })
  const ours = stderr.split('\n').filter((line) => line.includes('resources/office'))
  expect(ours.filter((line) => !line.includes('is not executable'))).toEqual([])
})
