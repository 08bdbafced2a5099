import { join } from 'node:path'
import { utilityProcess, type MessagePortMain } from 'electron'
import type { DriverFamily, HostPortMessage } from '#contract/rpc/shell-bridge.ts'
import type { DriverProcess } from './driver-hosts.ts'
import type { HostChild } from './host-supervision.ts'

/** The flags of `npm run station` that the shell hands on to the host it runs itself. */
export const HOST_FLAGS = ['data', 'server', 'code', 'devices', 'port'] as const

export type HostFlags = Partial<Record<(typeof HOST_FLAGS)[number], string>>

export type Host = HostChild & {
  postMessage(message: HostPortMessage, ports: MessagePortMain[]): void
  onMessage(listener: (message: unknown) => void): void
}

/** Starts the built station host as a process of its own: a crash there never takes the window along. */
export function forkHost(options: {
  entry: string
  flags: HostFlags & { data: string }
  token: string
}): Host {
  const child = utilityProcess.fork(options.entry, hostArguments(options.flags), {
    serviceName: 'Loadline station host',
    stdio: 'inherit',
    env: { ...process.env, LOADLINE_STATION_TOKEN: options.token },
  })
  return {
    onSpawn: (listener) => void child.once('spawn', listener),
    onExit: (listener) => void child.once('exit', listener),
    postMessage: (message, ports) => child.postMessage(message, ports),
    onMessage: (listener) => void child.on('message', listener),
    kill: () => void child.kill(),
  }
}

/** Starts one family's native drivers beside the host, a program of ours by a fixed name. */
export function forkDrivers(family: DriverFamily): DriverProcess<MessagePortMain> {
  const child = utilityProcess.fork(join(__dirname, `../host/${family}-host.js`), [], {
    serviceName: `Loadline ${family} drivers`,
    stdio: 'inherit',
  })
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    handOver: (port) => child.postMessage(null, [port]),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  }
}

function hostArguments(flags: HostFlags): string[] {
  return HOST_FLAGS.flatMap((name) => {
    const value = flags[name]
    return value === undefined ? [] : [`--${name}`, value]
  })
}
