import { RPCLink } from '@orpc/client/message-port'
import { fail, ok } from '#contract/result.ts'
import { STATION_PORT_MESSAGE, type ShellBridge } from '#contract/rpc/shell-bridge.ts'
import { OPEN_TIMEOUT_MS, type Channel, type OpenChannel } from './channel.ts'

/**
 * Opens the port that the shell hands to its window. The shell sends a new port unasked whenever
 * the host was started again: it ends the channel before it and is taken at the next attempt.
 */
export function openPort(bridge: ShellBridge, page: Window): OpenChannel {
  let waiting: MessagePort | null = null
  let active: Channel | null = null
  let arrived: (() => void) | null = null

  page.addEventListener('message', (event) => {
    const [port] = event.ports
    if (event.source !== page || event.data !== STATION_PORT_MESSAGE || port === undefined) return
    waiting?.close()
    waiting = port
    active?.close()
    arrived?.()
  })

  const nextPort = async (): Promise<MessagePort | null> => {
    if (waiting === null) {
      bridge.requestPort()
      await new Promise<void>((resolve) => {
        arrived = resolve
        setTimeout(resolve, OPEN_TIMEOUT_MS)
      })
      arrived = null
    }
    const port = waiting
    waiting = null
    return port
  }

  return async () => {
    const port = await nextPort()
    if (port === null) return fail('unreachable')
    active = portChannel(port)
    return ok(active)
  }
}

function portChannel(port: MessagePort): Channel {
  const ended = new AbortController()
  const closed = new Promise<void>((resolve) =>
    ended.signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  const link = new RPCLink({ port })
  port.addEventListener('close', () => ended.abort())
  port.start()
  return {
    link,
    closed,
    close: () => {
      port.close()
      ended.abort()
    },
  }
}
