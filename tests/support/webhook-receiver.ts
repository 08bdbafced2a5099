import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CloudEvent } from '../../contract/http/events.ts'

/** One call that came in, as the receiver read it. */
export type ReceivedCall = {
  headers: Record<string, string>
  /** The bytes that were signed. */
  body: string
  event: CloudEvent
}

export type Behaviour = (call: ReceivedCall, answer: ServerResponse) => void

export type Receiver = {
  url: string
  port: number
  /** Every call that came in whole, in the order it did. */
  calls: ReceivedCall[]
  /** Calls without an answer, and the most there were at once. */
  open: { now: number; most: number }
  behave(behaviour: Behaviour): void
  close(): Promise<void>
}

/** Takes it. */
export const good: Behaviour = (_call, answer) => answer.writeHead(204).end()
export const failing: Behaviour = (_call, answer) => answer.writeHead(500).end('no')
/** Never answers. */
export const hanging: Behaviour = () => undefined
/** Sends the head of a good answer and part of its body, and is gone. */
export const dyingMidAnswer: Behaviour = (_call, answer) => {
  answer.writeHead(200, { 'content-length': '1000' })
  answer.write('half', () => answer.socket?.destroy())
}
/** Is gone before it says anything. */
export const dyingAtOnce: Behaviour = (_call, answer) => answer.socket?.destroy()
export const redirecting =
  (to: string): Behaviour =>
  (_call, answer) =>
    answer.writeHead(301, { location: to }).end()

/** Somebody else's program on a free port, that does as a test says. */
export async function startReceiver(host = '127.0.0.1', port = 0): Promise<Receiver> {
  let behaviour = good
  const calls: ReceivedCall[] = []
  const open = { now: 0, most: 0 }
  const server = createServer((request, answer) => {
    open.now += 1
    open.most = Math.max(open.most, open.now)
    answer.on('close', () => {
      open.now -= 1
    })
    void readCall(request).then((call) => {
      if (call === null) return
      calls.push(call)
      behaviour(call, answer)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host}:${taken}/hook`,
    port: taken,
    calls,
    open,
    behave: (next) => {
      behaviour = next
    },
    close: () => closeServer(server),
  }
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

/** Null when the caller was gone before it had said everything. */
async function readCall(request: IncomingMessage): Promise<ReceivedCall | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return null
  }
  const body = Buffer.concat(chunks).toString('utf8')
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  return { headers, body, event: CloudEvent.parse(JSON.parse(body)) }
}
