import {
  DRIVER_FAMILIES,
  type DriverFamily,
  type HostPortMessage,
  type ShellRequest,
} from '#contract/rpc/shell-bridge.ts'

/** Driver processes one host may have at a time; it asks for one of each family. */
export const DRIVER_PROCESSES_MAX = 8

export type DriverProcess<Port> = {
  /** Gives it its end of the line to the host. */
  handOver(port: Port): void
  onExit(listener: (code: number | null) => void): void
  kill(): void
}

/** As much of a host as this needs. */
export type DriverAsker<Port> = {
  onMessage(listener: (message: unknown) => void): void
  postMessage(message: HostPortMessage, ports: Port[]): void
  onExit(listener: (code: number | null) => void): void
}

/**
 * Starts and ends native drivers for a host, which can't start programs of its own in a built app. The
 * host talks to them over a channel of their own; the shell hands out the ends and steps aside.
 */
export function startDriversFor<Port>(
  host: DriverAsker<Port>,
  parts: {
    fork: (family: DriverFamily) => DriverProcess<Port>
    channel: () => { port1: Port; port2: Port }
  },
): void {
  const running = new Map<string, DriverProcess<Port>>()
  let isGone = false

  function start(id: string, family: DriverFamily): void {
    if (running.has(id) || isGone) return
    if (running.size >= DRIVER_PROCESSES_MAX) return ended(id, 'too many driver processes')
    const drivers = parts.fork(family)
    running.set(id, drivers)
    drivers.onExit((code) => {
      running.delete(id)
      ended(id, `exit code ${String(code)}`)
    })
    const { port1, port2 } = parts.channel()
    drivers.handOver(port1)
    host.postMessage({ type: 'driver-port', id }, [port2])
  }

  function ended(id: string, detail: string): void {
    if (!isGone) host.postMessage({ type: 'drivers-ended', id, detail }, [])
  }

  host.onMessage((message) => {
    const request = parseRequest(message)
    if (request?.type === 'start-drivers') start(request.id, request.family)
    if (request?.type === 'end-drivers') running.get(request.id)?.kill()
  })
  host.onExit(() => {
    isGone = true
    for (const drivers of running.values()) drivers.kill()
  })
}

function parseRequest(message: unknown): ShellRequest | null {
  if (typeof message !== 'object' || message === null) return null
  const { type, id, family } = message as { type?: unknown; id?: unknown; family?: unknown }
  if (typeof id !== 'string' || id.length > 64) return null
  if (type === 'end-drivers') return { type, id }
  const known = DRIVER_FAMILIES.find((name) => name === family)
  return type === 'start-drivers' && known !== undefined ? { type, id, family: known } : null
}
