import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './processes.ts'

/** A serial cable: a pseudo-terminal at `path` that leads to a device's TCP port. */
export type Cable = {
  path: string
  plug(): Promise<void>
  unplug(): Promise<void>
}

/** A folder for cables, all of which are pulled at the end. */
export function cableDrawer() {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-cables-'))
  const cables: Cable[] = []
  return {
    cable(name: string, port: number): Cable {
      const cable = cableTo(join(folder, name), port)
      cables.push(cable)
      return cable
    },
    async close() {
      for (const cable of cables) await cable.unplug()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function cableTo(path: string, port: number): Cable {
  let isPlugged = false
  let running: ReturnType<typeof start> | null = null

  /** The relay ends with a host that lets go of its port, and stands again at once, as a device does. */
  function start() {
    const socat = spawn('socat', [`pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${port}`], {
      stdio: 'ignore',
    })
    const ended = once(socat, 'exit')
    void ended.then(() => {
      if (isPlugged) running = start()
    })
    return { socat, ended }
  }

  return {
    path,
    async plug() {
      isPlugged = true
      running = start()
      await eventually(() => Promise.resolve(isThere(path)), { what: `socat makes ${path}` })
    },
    async unplug() {
      isPlugged = false
      const last = running
      running = null
      last?.socat.kill()
      await last?.ended
      rmSync(path, { force: true })
    },
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
