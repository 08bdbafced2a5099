import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fetchPackage, type Package, packageFolder } from './fetch-package.ts'
import { COUNTER, FLOOR, type Pouch, type PouchClass, openPouchStation } from './pouch-station.ts'
import { rowAt } from './plan.ts'
import { startServerProcess } from './server-process.ts'
import type { Held, Plan, SyncServer, SyncSystem } from './system.ts'

const PACKAGE: Package = {
  name: 'pouchdb@9.0.0',
  dependencies: { pouchdb: '9.0.0', 'express-pouchdb': '4.2.0', express: '4.21.2' },
}

/** Documents of one page when the server's database is read at the end. */
const PAGE = 10_000

/** PouchDB at every station, express-pouchdb at the office, LevelDB under both. */
export function pouchSystem({ isSynced }: { isSynced: boolean }): SyncSystem {
  return {
    name: isSynced ? 'pouchdb-synced' : 'pouchdb',
    durability: isSynced
      ? 'fsync at every write of the server, by a patch: survives kill -9 and a power cut; the station as it comes'
      : 'no fsync at a commit (LevelDB, sync off): survives kill -9, not a power cut; the same at the station',
    prepare: () => fetchPackage(PACKAGE),
    start: async ({ folder, plan, isSlow }) => {
      const packages = packageFolder(PACKAGE)
      const server = await startServerProcess({
        args: [
          join(import.meta.dirname, 'pouch-server.ts'),
          packages,
          join(folder, 'office'),
          ...(isSynced ? ['synced'] : []),
        ],
        cwd: folder,
        readPort: (line) =>
          line.startsWith('{') ? (JSON.parse(line) as { port: number }).port : null,
      })
      const pouch = createRequire(join(packages, 'package.json'))('pouchdb') as PouchClass
      await furnish(pouch, server.port(), plan)
      return serverOf({ pouch, folder, plan, isSlow, server })
    },
  }
}

function serverOf(parts: {
  pouch: PouchClass
  folder: string
  plan: Plan
  isSlow: boolean
  server: Awaited<ReturnType<typeof startServerProcess>>
}): SyncServer {
  const { pouch, folder, isSlow, server } = parts
  return {
    port: server.port,
    cpuSeconds: server.cpuSeconds,
    kill: server.kill,
    startAgain: server.startAgain,
    station: (n, url) =>
      openPouchStation({ pouch, name: join(folder, `station-${n}`), url, isSlow, n }),
    finish: async () => {
      const held = await readHeld(new pouch(`http://127.0.0.1:${server.port()}/${FLOOR}`))
      await server.stop()
      return held
    },
  }
}

async function furnish(pouch: PouchClass, port: number, plan: Plan): Promise<void> {
  const office = new pouch(`http://127.0.0.1:${port}/${FLOOR}`)
  await office.info()
  if (plan.goods > 0) await office.put({ _id: COUNTER, onHand: plan.goods })
  if (plan.rows === 0) return
  const rows = Array.from({ length: plan.rows }, (_, n) => rowAt(n))
  await office.bulkDocs(rows.map((row) => ({ _id: `product/${row.sku}`, ...row })))
}

async function readHeld(office: Pouch): Promise<Held> {
  const ids: string[] = []
  for (let startkey = ''; ;) {
    const { rows } = await office.allDocs({ startkey, limit: PAGE })
    ids.push(...rows.map(({ id }) => id).filter((id) => id !== COUNTER))
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return { ids, pieces: null }
    startkey = `${last.id}\u0000`
  }
}
