import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * express-pouchdb over LevelDB as its documentation starts it: `node pouch-server.ts PACKAGES DATA`. With
 * `synced` behind it LevelDB syncs every write, which PouchDB has no setting for.
 */
const [packages = '', data = '', durability = ''] = process.argv.slice(2)

type Pouch = { defaults: (options: { prefix: string }) => Pouch }
type App = RequestListener & { use: (handler: RequestListener) => void }

const load = createRequire(join(packages, 'package.json'))
const pouch = load('pouchdb') as Pouch
const express = load('express') as () => App
const expressPouch = load('express-pouchdb') as (
  pouch: Pouch,
  options: { mode: 'minimumForPouchDB'; inMemoryConfig: true },
) => RequestListener

type Write = (this: unknown, work: unknown, options: object, done: unknown) => void

if (durability === 'synced') {
  const { prototype } = load('leveldown') as unknown as { prototype: Record<'_batch', Write> }
  const { _batch: write } = prototype
  Object.assign(prototype, {
    _batch(this: unknown, work: unknown, options: object, done: unknown) {
      write.call(this, work, { ...options, sync: true }, done)
    },
  })
}

mkdirSync(data, { recursive: true })
const app = express()
// What replication needs and no more; it compresses its answers.
app.use(
  expressPouch(pouch.defaults({ prefix: `${data}/` }), {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
  }),
)
const server = createServer(app)
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ port })}\n`)
})
process.on('SIGTERM', () => process.exit(0))
