import { RPCHandler } from '@orpc/server/message-port'
import type { SupportedMessagePort } from '@orpc/client/message-port'
import { STATION_PORT_MESSAGE } from '#contract/rpc/shell-bridge.ts'
import type { FirstRunRouter } from './first-run-router.ts'
import type { StationRouter } from './router.ts'

/** What a host forked by the shell has besides a plain Node process. */
type ShellParent = {
  on(
    event: 'message',
    listener: (message: {
      data: unknown
      ports: (SupportedMessagePort & { start(): void })[]
    }) => void,
  ): void
}

/** The shell that forked this host, or undefined in a plain Node process. */
export function shellParent(): ShellParent | undefined {
  return (process as unknown as { parentPort?: ShellParent }).parentPort
}

/** The MessagePort door: the shell hands over one port per window and steps aside. */
export function openPortDoor(
  router: StationRouter | FirstRunRouter,
  shell: ShellParent | undefined,
): void {
  if (shell === undefined) return
  const handler = new RPCHandler(router)
  shell.on('message', ({ data, ports }) => {
    if ((data as { type?: unknown } | null)?.type !== STATION_PORT_MESSAGE) return
    for (const port of ports) {
      handler.upgrade(port)
      port.start()
    }
  })
}
