import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Topic } from '#contract/rpc/bench-view.ts'
import type { ShellBridge } from '#contract/rpc/shell-bridge.ts'
import type { stationContract } from '#contract/rpc/station-contract.ts'
import { reconnectDelayMs } from './transport/back-off.ts'
import type { Channel, OpenChannel } from './transport/channel.ts'
import { takeLocalToken } from './transport/local-token.ts'
import { openPort } from './transport/open-port.ts'
import { openSocket } from './transport/open-socket.ts'

export type StationClient = ContractRouterClient<typeof stationContract>

/** What a screen knows of its host. `sinceMs` is when the connection went, on the page's clock. */
export type Connection =
  | { kind: 'connecting'; sinceMs: number }
  | { kind: 'open'; client: StationClient }
  | { kind: 'lost'; sinceMs: number }
  | { kind: 'refused' }

export type StationLink = {
  connection: () => Connection
  subscribe: (listener: () => void) => () => void
  /** Called with a topic to look at again, and with `null` when everything may have changed. */
  onChange: (listener: (topic: Topic | null) => void) => () => void
  close: () => void
}

export type StationTimers = { now(): number; wait(ms: number): Promise<void> }

/** A host that is silent this long is asked whether it still lives. */
const HEARTBEAT_MS = 5000

/** A live host on the same machine answers in a few milliseconds. */
const ANSWER_TIMEOUT_MS = 4000

/** A refused token becomes right only by a restart on either side. */
const REFUSED_RETRY_MS = 15_000

/** The only place that knows how a page reaches its host: the shell's bridge, or its own address. */
export function stationChannel(page: Window & { loadline?: ShellBridge }): OpenChannel {
  const bridge = page.loadline
  if (bridge?.transport.kind === 'port') return openPort(bridge, page)
  if (bridge?.transport.kind === 'socket') return openSocket(bridge.transport)
  const scheme = page.location.protocol === 'https:' ? 'wss' : 'ws'
  return openSocket({
    url: `${scheme}://${page.location.host}/rpc`,
    token: takeLocalToken({
      location: page.location,
      history: page.history,
      storage: page.sessionStorage,
    }),
  })
}

/**
 * Keeps a connection to the host: opens, watches, and after any loss opens again with a new client.
 * Events only say what to look at again, so whatever was missed is made good by one redraw.
 */
export function connectStation(open: OpenChannel, timers: StationTimers): StationLink {
  const listeners = new Set<() => void>()
  const changes = new Set<(topic: Topic | null) => void>()
  let connection: Connection = { kind: 'connecting', sinceMs: timers.now() }
  let channel: Channel | null = null
  const stopped = new AbortController()

  const become = (next: Connection) => {
    connection = next
    for (const listener of listeners) listener()
  }
  const tell = (topic: Topic | null) => {
    for (const listener of changes) listener(topic)
  }

  const keepOpen = async () => {
    for (let attempt = 0; !stopped.signal.aborted; attempt += 1) {
      const opened = await open()
      if (opened.ok) {
        attempt = 0
        channel = opened.value
        const client: StationClient = createORPCClient(channel.link)
        become({ kind: 'open', client })
        tell(null)
        await serve(client, channel, timers, tell)
        channel.close()
        become({ kind: 'lost', sinceMs: timers.now() })
      } else if (opened.error === 'refused') {
        become({ kind: 'refused' })
        await timers.wait(REFUSED_RETRY_MS)
        continue
      } else if (connection.kind === 'refused') {
        become({ kind: 'lost', sinceMs: timers.now() })
      }
      await timers.wait(reconnectDelayMs(attempt))
    }
  }
  void keepOpen()

  return {
    connection: () => connection,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onChange: (listener) => {
      changes.add(listener)
      return () => changes.delete(listener)
    },
    close: () => {
      stopped.abort()
      channel?.close()
    },
  }
}

/** Returns when the connection is gone: closed, its watch ended, or the host no longer answers. */
async function serve(
  client: StationClient,
  channel: Channel,
  timers: StationTimers,
  tell: (topic: Topic) => void,
): Promise<void> {
  const ended = new AbortController()
  const watch = watchTopics(client, tell)
  const heartbeat = untilSilent(client, timers, ended.signal)
  await Promise.race([channel.closed, watch, heartbeat])
  ended.abort()
}

async function watchTopics(client: StationClient, tell: (topic: Topic) => void): Promise<void> {
  try {
    for await (const { topic } of await client.watch()) tell(topic)
  } catch {
    // A broken watch and an ended one mean the same: the connection is opened again.
  }
}

async function untilSilent(
  client: StationClient,
  timers: StationTimers,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await timers.wait(HEARTBEAT_MS)
    const answer = client.scale().then(
      () => true,
      () => false,
    )
    const isAlive = await Promise.race([answer, timers.wait(ANSWER_TIMEOUT_MS).then(() => false)])
    if (!isAlive) return
  }
}
