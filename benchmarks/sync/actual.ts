import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Crdt, openActualStation, sync, type SyncFile } from './actual-station.ts'
import { fetchPackage, type Package, packageFolder } from './fetch-package.ts'
import { rowAt } from './plan.ts'
import { startServerProcess } from './server-process.ts'
import type { Held, Plan, SyncServer, SyncSystem } from './system.ts'

const PACKAGE: Package = {
  name: 'actual@26.9.0',
  dependencies: { '@actual-app/sync-server': '26.9.0', '@actual-app/crdt': '3.1.1' },
  // Its own version has no binary for this Node; this one ships them.
  overrides: { 'better-sqlite3': '13.2.0' },
}
const PASSWORD = 'benchmark'

/** The sync server of Actual Budget: messages of last-write-wins cells, SQLite under it. */
export function actualSystem(): SyncSystem {
  return {
    name: 'actual',
    durability:
      'fsync at every commit (SQLite, FULL): survives kill -9 and a power cut; no rules at the server',
    prepare: () => fetchPackage(PACKAGE),
    start: async ({ folder, plan, isSlow }) => {
      const port = await freePort()
      const packages = packageFolder(PACKAGE)
      for (const part of ['server-files', 'user-files']) {
        mkdirSync(join(folder, part), { recursive: true })
      }
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ dataDir: folder }))
      const server = await startServerProcess({
        args: [
          join(packages, 'node_modules/@actual-app/sync-server/build/bin/actual-server.js'),
          '--config',
          join(folder, 'config.json'),
        ],
        cwd: folder,
        env: {
          ACTUAL_PORT: String(port),
          ACTUAL_HOSTNAME: '127.0.0.1',
          ACTUAL_DATA_DIR: folder,
          NODE_ENV: 'production',
        },
        readPort: (line) => (line.includes('Listening on') ? port : null),
      })
      const crdt = createRequire(join(packages, 'package.json'))('@actual-app/crdt') as Crdt
      const file = await createFile(`http://127.0.0.1:${port}`)
      await furnish(crdt, { url: `http://127.0.0.1:${port}`, file, plan })
      return serverOf({ crdt, folder, plan, isSlow, file, server })
    },
  }
}

function serverOf(parts: {
  crdt: Crdt
  folder: string
  plan: Plan
  isSlow: boolean
  file: SyncFile
  server: Awaited<ReturnType<typeof startServerProcess>>
}): SyncServer {
  const { crdt, folder, plan, isSlow, file, server } = parts
  return {
    port: server.port,
    cpuSeconds: server.cpuSeconds,
    kill: server.kill,
    startAgain: server.startAgain,
    station: (n, url) =>
      openActualStation({ crdt, url, file, isSlow, plan, path: join(folder, `station-${n}.db`) }),
    finish: async () => {
      await server.stop()
      return readHeld(crdt, join(folder, 'user-files'))
    },
  }
}

/** Signs in and uploads an empty file, which makes the group that stations sync in. */
async function createFile(url: string): Promise<SyncFile> {
  const json = { 'content-type': 'application/json' }
  const bootstrap = { method: 'POST', headers: json, body: JSON.stringify({ password: PASSWORD }) }
  await fetch(`${url}/account/bootstrap`, bootstrap)
  const login = { loginMethod: 'password', password: PASSWORD }
  const signedIn = await fetch(`${url}/account/login`, {
    ...bootstrap,
    body: JSON.stringify(login),
  })
  const { data } = (await signedIn.json()) as { data?: { token?: string } }
  const token = data?.token ?? ''
  const fileId = randomUUID()
  const uploaded = await fetch(`${url}/sync/upload-user-file`, {
    method: 'POST',
    headers: {
      'content-type': 'application/encrypted-file',
      'x-actual-token': token,
      'x-actual-file-id': fileId,
      'x-actual-name': 'floor',
      'x-actual-format': '2',
    },
    body: new Uint8Array(1),
  })
  const { groupId } = (await uploaded.json()) as { groupId?: string }
  if (groupId === undefined) throw new Error(`Actual gave no group (${uploaded.status})`)
  return { token, fileId, groupId }
}

async function furnish(
  crdt: Crdt,
  { url, file, plan }: { url: string; file: SyncFile; plan: Plan },
): Promise<void> {
  const cells = Array.from({ length: plan.rows }, (_, n) => {
    const row = rowAt(n)
    return { dataset: 'product', row: row.sku, column: 'doc', value: JSON.stringify(row) }
  })
  const node = 'f'.repeat(16)
  const atMs = performance.timeOrigin
  const messages = cells.map((cell, n) => ({
    ...cell,
    timestamp: new crdt.Timestamp(atMs, n, node).toString(),
  }))
  if (messages.length > 0)
    await sync(crdt, { url, file, messages, since: messages.at(-1)?.timestamp })
}

function readHeld(crdt: Crdt, folder: string): Held {
  const name = readdirSync(folder).find((file) => file.startsWith('group-'))
  if (name === undefined) return { ids: [], pieces: null }
  const db = new Database(join(folder, name), { readonly: true })
  const rows = db.prepare<[], Buffer>('SELECT content FROM messages_binary').pluck().all()
  db.close()
  const messages = rows.map((content) => crdt.fromBinary(crdt.MessageSchema, content))
  const actions = messages.filter(({ dataset }) => dataset === 'action')
  return { ids: actions.map(({ row }) => row), pieces: null }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
