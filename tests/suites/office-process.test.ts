import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { databases } from '../support/databases.ts'

const START = join(import.meta.dirname, '../../sync-server/start.ts')
const TOKEN = 'process-test-token-1234'

type OfficeProcess = { child: ChildProcess; url: string; errors: () => string }

const children: ChildProcess[] = []
const folders: string[] = []
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function run(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [START, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LOADLINE_ADMIN_TOKEN: TOKEN, ...environment },
  })
  children.push(child)
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  return { child, stdout: child.stdout, errors: () => errors }
}

async function startProcess(
  args: string[],
  environment?: Record<string, string>,
): Promise<OfficeProcess> {
  const { child, stdout, errors } = run(['--port', '0', ...args], environment)
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the office ended: ${errors()}`)
  })
  const [line] = (await Promise.race([once(createInterface(stdout), 'line'), ended])) as [string]
  ended.catch(() => undefined)
  const ready = JSON.parse(line) as { ready: boolean; url: string }
  expect(ready.ready).toBe(true)
  return { child, url: ready.url, errors }
}

async function endedWith(process: ReturnType<typeof run>): Promise<string> {
  const [code] = (await once(process.child, 'exit')) as [number]
  expect(code).toBe(1)
  return process.errors()
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-office-'))
  folders.push(folder)
  return folder
}

const asOffice = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }

describe.each(databases)('the office as a process on $kind', ({ kind, open }) => {
  test('what was answered is there after kill -9', async () => {
    const database = kind === 'postgres' ? await open() : undefined
    const args = kind === 'postgres' ? [] : ['--data', newFolder()]
    const environment = database?.databaseUrl ? { DATABASE_URL: database.databaseUrl } : {}
    const first = await startProcess(args, environment)
    const body = JSON.stringify({ name: 'Box', kind: 'carton', tareGrams: 350 })
    const url = `${first.url}/v1/packagings/BOX`
    expect((await fetch(url, { method: 'PUT', headers: asOffice, body })).status).toBe(200)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const second = await startProcess(args, environment)
    const got = await fetch(`${second.url}/v1/packagings/BOX`, { headers: asOffice })
    expect(await got.json()).toMatchObject({ code: 'BOX', tareGrams: 350 })
    second.child.kill('SIGTERM')
    expect(await once(second.child, 'exit')).toEqual([0, null])
    await database?.close()
  })
})

test('a second office on the same folder or port is refused in a sentence', async () => {
  const folder = newFolder()
  const first = await startProcess(['--data', folder])
  expect(statSync(folder).isDirectory()).toBe(true)
  const sameFolder = await endedWith(run(['--port', '0', '--data', folder]))
  expect(sameFolder).toMatch(/^another office \(process \d+\) already runs on .*\.\n$/)
  const samePort = await endedWith(run(['--port', new URL(first.url).port]))
  expect(samePort).toContain('is in use.')
})

test('bad flags, tokens and databases end with one sentence and no stack', async () => {
  const cluster = new URL(inject('postgresUrl'))
  const cases = [
    { args: ['--port', 'x'], environment: {}, says: '--port must be a number' },
    { args: [], environment: { LOADLINE_ADMIN_TOKEN: 'short' }, says: 'LOADLINE_ADMIN_TOKEN must' },
    {
      args: ['--port', '0'],
      environment: { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' },
      says: 'does not answer',
    },
    {
      args: ['--port', '0'],
      environment: { DATABASE_URL: `${cluster.href}/none_such` },
      says: 'does not exist',
    },
  ]
  for (const { args, environment, says } of cases) {
    const errors = await endedWith(run(args, environment))
    expect(errors).toContain(says)
    expect(errors).not.toContain('    at ')
  }
})

test('an office that is told to end says so for as long as it was asked to, answers meanwhile, and ends', async () => {
  const { child, url } = await startProcess(['--data', newFolder()], {
    LOADLINE_DRAIN_SECONDS: '4',
  })
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  child.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503)
  const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: object }
  expect(checks).toMatchObject({ database: 'ok', process: expect.stringContaining('ending') })
  expect((await fetch(`${url}/v1/regions`, { headers: asOffice })).status).toBe(200)
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('an open event stream does not keep the office from ending', async () => {
  const office = await startProcess([])
  const issued = await fetch(`${office.url}/v1/station-codes`, {
    method: 'POST',
    headers: asOffice,
    body: JSON.stringify({ warehouse: 'MAIN', name: 'B', mode: 'pick' }),
  })
  const { code } = (await issued.json()) as { code: string }
  const enrolled = await fetch(`${office.url}/v1/stations/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, incarnation: 'c'.repeat(32), appVersion: '1' }),
  })
  const { token } = (await enrolled.json()) as { token: string }
  const stream = await fetch(`${office.url}/v1/sync/live`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(stream.headers.get('content-type')).toBe('text/event-stream')
  office.child.kill('SIGTERM')
  expect(await once(office.child, 'exit')).toEqual([0, null])
  await stream.text().catch(() => undefined)
  expect(office.errors()).not.toContain(token)
})
