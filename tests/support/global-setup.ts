import { PGlite } from '@electric-sql/pglite'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../sync-server/store/migrate.ts'
import { startCluster } from './postgres-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the run's PostgreSQL cluster, without a database's name. */
    postgresUrl: string
    /** A migrated PGlite data directory, as a tar file. */
    pgliteImage: string
  }
}

let undo: () => Promise<void> = () => Promise.resolve()

/** One PostgreSQL cluster and one PGlite image per run; tests copy from both. */
export async function setup(project: TestProject): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-databases-'))
  // The cluster runs as another user when the tests run as root.
  chmodSync(folder, 0o755)
  const [cluster, image] = await Promise.all([startCluster(folder), writeImage(folder)])
  project.provide('postgresUrl', cluster.url)
  project.provide('pgliteImage', image)
  undo = async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function teardown(): Promise<void> {
  await undo()
}

async function writeImage(folder: string): Promise<string> {
  const database = await PGlite.create()
  await migrate({
    exec: (text) => database.exec(text),
    query: (text, p) => database.query(text, p),
  })
  const dump = await database.dumpDataDir('none')
  await database.close()
  const path = join(folder, 'pglite.tar')
  writeFileSync(path, Buffer.from(await dump.arrayBuffer()))
  return path
}
