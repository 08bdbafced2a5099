// Orders something, twice as after a lost answer, and follows it by webhook until it is packed.
//
//   OFFICE=https://loadline.example TOKEN=… LISTEN=127.0.0.1:0 node follow-order.ts intent.json
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isGenuine, openClient } from './loadline-client.ts'

type Order = { orderNumber: string; status: string; replayed?: boolean }
type Event = { id: string; type: string; subject: string; data: Record<string, unknown> }

const BODY_BYTES_MAX = 1024 * 1024
const WEBHOOK = 'example-client'

const office = process.env['OFFICE'] ?? 'http://127.0.0.1:4400'
const [host = '127.0.0.1', port = '0'] = (process.env['LISTEN'] ?? '127.0.0.1:0').split(':')
const intent: unknown = JSON.parse(readFileSync(process.argv[2] ?? 'intent.json', 'utf8'))
const say = (line: Record<string, unknown>): void => console.log(JSON.stringify(line))

const client = await openClient(office, process.env['TOKEN'] ?? '')
const seen = new Set<string>()
const packed = Promise.withResolvers<void>()
let secret = ''
let orderNumber = ''

const server = createServer((request, answer) => void receive(request, answer))
server.listen(Number(port), host)
await once(server, 'listening')
const { port: taken } = server.address() as AddressInfo

// A webhook of this name from an earlier run has a secret that is not shown again: it gets a new one.
secret = crypto.randomUUID()
await client.call('putWebhook', {
  params: { id: WEBHOOK },
  body: { url: `http://${host}:${taken}/`, types: ['order.status-changed'], secret },
})
const order = await client.call<Order>('postOrderIntent', { body: intent })
orderNumber = order.orderNumber
const again = await client.call<Order>('postOrderIntent', { body: intent })
say({
  ordered: orderNumber,
  status: order.status,
  same: again.orderNumber,
  replayed: again.replayed,
})

// It may have been packed before the webhook was there.
const now = await client.call<Order>('getOrder', { params: { orderNumber } })
if (now.status !== 'PACKED') await packed.promise
say(
  await client
    .call<Order>('getOrder', { params: { orderNumber } })
    .then(({ status }) => ({ status })),
)
await client.call('deleteWebhook', { params: { id: WEBHOOK } })
server.close()

async function receive(request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const body = await readBody(request)
  const header = String(request.headers['loadline-signature'] ?? '')
  if (body === null || !isGenuine(secret, header, body, new Date().getTime() / 1_000)) {
    say({ refused: body === null ? 'too large' : 'wrong signature' })
    answer.writeHead(body === null ? 413 : 401).end()
    return
  }
  const event = JSON.parse(body) as Event
  // Keep the event safe before this answer: an event that was taken is not sent again.
  answer.writeHead(204).end()
  if (seen.has(event.id) || event.data['orderNumber'] !== orderNumber) return
  seen.add(event.id)
  say({ event: event.type, to: event.data['to'] })
  if (event.data['to'] === 'PACKED') packed.resolve()
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > BODY_BYTES_MAX) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
