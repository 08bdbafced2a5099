import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type AddressInfo } from 'node:net'
import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { CloudEvent } from '../../contract/http/events.ts'
import { eventually } from './processes.ts'

/** Where Debian puts it. */
const NATS_SERVER = '/usr/sbin/nats-server'

/** One event as it stands in a stream. */
export type StoredEvent = { subject: string; messageId: string; event: CloudEvent }

export type NatsServer = {
  url: string
  /** Kills it in the middle of whatever it does. */
  kill(): Promise<void>
  /** Starts it again, on the same port and with what it kept. */
  start(): Promise<void>
  /** Everything in a stream, in its order. */
  read(stream?: string): Promise<StoredEvent[]>
  /** Does something with a connection of its own. */
  use<T>(work: (connection: NatsConnection) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** A NATS server of its own on loopback, with JetStream in a folder of its own. */
export async function startNatsServer(args: readonly string[] = []): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-nats-'))
  const port = await freePort()
  const url = `nats://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  const kill = async (): Promise<void> => {
    if (child === null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    child = null
  }
  const use: NatsServer['use'] = async (work) => {
    const connection = await connect({ servers: `127.0.0.1:${port}`, ...loginOf(args) })
    try {
      return await work(connection)
    } finally {
      await connection.close()
    }
  }
  const start = async (): Promise<void> => {
    const place = ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder]
    child = spawn(NATS_SERVER, [...place, ...args], { stdio: 'ignore' })
    await eventually(() => use(() => Promise.resolve(true)).catch(() => false), {
      what: 'a NATS server that answers',
    })
  }
  await start()
  return {
    url,
    kill,
    start,
    use,
    read: (stream = 'LOADLINE') => use((connection) => readStream(connection, stream)),
    close: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function readStream(connection: NatsConnection, stream: string): Promise<StoredEvent[]> {
  const manager = await jetstreamManager(connection)
  const found: StoredEvent[] = []
  try {
    const { state } = await manager.streams.info(stream)
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(stream, { seq })
      if (message === null) continue
      const event = CloudEvent.parse(message.json())
      found.push({ subject: message.subject, messageId: message.header.get('Nats-Msg-Id'), event })
    }
  } catch (error) {
    if (!(error instanceof JetStreamApiError)) throw error
  }
  return found
}

function loginOf(args: readonly string[]): { token?: string } {
  const token = args[args.indexOf('--auth') + 1]
  return args.includes('--auth') && token !== undefined ? { token } : {}
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
