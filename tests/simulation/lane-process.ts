import { z } from 'zod'
import { openStore } from '../../sync-server/store/index.ts'
import { runSimulation } from './run-simulation.ts'

/** Its parent sends seeds, one at a time, and gets their results; it ends when the parent lets go. */
const [stations, steps, databaseUrl] = z
  .tuple([z.coerce.number(), z.coerce.number()])
  .rest(z.string())
  .parse(process.argv.slice(2))
const store = await openStore({ databaseUrl, sleep: () => Promise.resolve() })

process.on('message', (seed: number) => {
  void runSimulation({ seed, stations, steps, store }).then((result) => process.send?.(result))
})
process.on('disconnect', () => void store.close())
