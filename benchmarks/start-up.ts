import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, printFigure } from './figures.ts'
import { NOBODY, stationFolder } from './station-folder.ts'

const RUNS = 5
const ACTIONS = 200_000
const HOST = join(import.meta.dirname, '../main/start.ts')

/** From the command to the ready line with a full log, beside an empty program of the same Node. */
export async function benchStart(): Promise<void> {
  const folder = stationFolder({ actions: ACTIONS })
  const ready: number[] = []
  const memory: number[] = []
  const empty: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const started = await startHost(folder.path)
    ready.push(started.readyMs)
    memory.push(started.residentMb)
    const at = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    empty.push(performance.now() - at)
  }
  folder.remove()
  const detail = { runs: RUNS, actionsInLog: ACTIONS }
  const value = median(ready)
  const ratioToEmptyNode = Number((value / median(empty)).toPrecision(3))
  printFigure({ name: 'start.full.ready', value, unit: 'ms', ratioToEmptyNode, ...detail })
  printFigure({ name: 'start.full.resident', value: median(memory), unit: 'MB', ...detail })
}

async function startHost(dataFolder: string): Promise<{ readyMs: number; residentMb: number }> {
  const at = performance.now()
  const host = spawn(
    process.execPath,
    [HOST, '--data', dataFolder, '--server', NOBODY, '--port', '0'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const [line] = (await once(host.stdout, 'data')) as [Buffer]
  const readyMs = performance.now() - at
  if (!line.toString().includes('"ready":true')) throw new Error(`the host said ${String(line)}`)
  const status = readFileSync(`/proc/${String(host.pid)}/status`, 'utf8')
  const residentKb = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN)
  host.kill('SIGTERM')
  await once(host, 'exit')
  return { readyMs, residentMb: residentKb / 1_024 }
}
