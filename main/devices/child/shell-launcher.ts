import type { HostPortMessage, ShellRequest } from '#contract/rpc/shell-bridge.ts'
import { forkLauncher } from './launcher.ts'
import type { Child, Launcher } from './launcher.ts'

type Port = {
  postMessage: (message: unknown) => void
  on: (event: 'message', run: (event: { data: unknown }) => void) => void
  start: () => void
}

/** What a host forked by the shell has besides a plain Node process. */
export type DriverShell = {
  postMessage: (request: ShellRequest) => void
  on: (event: 'message', run: (event: { data: unknown; ports: Port[] }) => void) => void
}

/** With the shell's help where there is one, else by forking. */
export function driverLauncher(): Launcher {
  const shell = (process as unknown as { parentPort?: DriverShell }).parentPort
  return shell === undefined ? forkLauncher : shellLauncher(shell)
}

/** Asks the shell to start drivers, and talks to them over the port it hands back. */
export function shellLauncher(shell: DriverShell): Launcher {
  const children = new Map<string, ShellChild>()
  let started = 0
  shell.on('message', ({ data, ports: [port] }) => {
    const message = data as HostPortMessage
    if (message.type === 'driver-port' && port !== undefined)
      children.get(message.id)?.connect(port)
    if (message.type !== 'drivers-ended') return
    children.get(message.id)?.ended(message.detail)
    children.delete(message.id)
  })
  return (_modulePath, family) => {
    const id = `drivers-${(started += 1)}`
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the shell, not a window
    const child = new ShellChild(() => shell.postMessage({ type: 'end-drivers', id }))
    children.set(id, child)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the shell, not a window
    shell.postMessage({ type: 'start-drivers', id, family })
    return child
  }
}

class ShellChild implements Child {
  readonly kill: () => void
  #port: Port | null = null
  #early: unknown[] = []
  #end: string | null = null
  #hear = (_message: unknown): void => {}
  #tellEnd = (_detail: string): void => {}

  constructor(kill: () => void) {
    this.kill = kill
  }

  connect(port: Port): void {
    this.#port = port
    port.on('message', ({ data }) => this.#hear(data))
    port.start()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    for (const message of this.#early.splice(0)) port.postMessage(message)
  }

  ended(detail: string): void {
    if (this.#end !== null) return
    this.#end = detail
    this.#tellEnd(detail)
  }

  post = (message: unknown): void => {
    if (this.#end !== null) return
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    if (this.#port !== null) this.#port.postMessage(message)
    else this.#early.push(message)
  }

  onMessage = (run: (message: unknown) => void): void => {
    this.#hear = run
  }

  onExit = (run: (detail: string) => void): void => {
    this.#tellEnd = run
    if (this.#end !== null) run(this.#end)
  }
}
