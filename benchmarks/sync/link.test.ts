import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Link, openLink } from './link.ts'

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Answers every byte with itself. */
async function echoServer(): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => server.close())
  return (server.address() as AddressInfo).port
}

async function linkTo(port: number, conditions?: Parameters<typeof openLink>[0]['conditions']) {
  const link = await openLink({ serverPort: () => port, conditions })
  closing.push(link.close)
  return link
}

function dial(link: Link) {
  return connect({ port: Number(new URL(link.url).port), host: '127.0.0.1' })
}

/** Sends bytes, and answers what came back once as many have. */
async function thereAndBack(link: Link, bytes: Buffer): Promise<Buffer> {
  const socket = dial(link)
  socket.write(bytes)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= bytes.length) break
  }
  return Buffer.concat(chunks)
}

test('every byte arrives once and in order, and is counted once each way', async () => {
  const link = await linkTo(await echoServer())
  const bytes = randomBytes(1_000_000)
  expect((await thereAndBack(link, bytes)).equals(bytes)).toBe(true)
  expect(link.bytes()).toEqual({ toServer: bytes.length, toStation: bytes.length })
})

test('through loss every byte still arrives once and in order', async () => {
  const conditions = { roundTripMs: 2, bitsPerSecond: 50_000_000, lossShare: 0.2 }
  const link = await linkTo(await echoServer(), conditions)
  const bytes = randomBytes(30_000)
  expect((await thereAndBack(link, bytes)).equals(bytes)).toBe(true)
})

test('a first answer takes two round trips, one of them the handshake', async () => {
  const conditions = { roundTripMs: 100, bitsPerSecond: 256_000, lossShare: 0 }
  const link = await linkTo(await echoServer(), conditions)
  const at = performance.now()
  await thereAndBack(link, Buffer.from('hello'))
  expect(performance.now() - at).toBeGreaterThan(195)
})

test('8,000 bytes there and back take half a second at 256 kbit/s', async () => {
  const conditions = { roundTripMs: 0, bitsPerSecond: 256_000, lossShare: 0 }
  const link = await linkTo(await echoServer(), conditions)
  const at = performance.now()
  await thereAndBack(link, randomBytes(8_000))
  // The echo answers each segment as it comes, so that the two directions overlap.
  expect(performance.now() - at).toBeGreaterThan(245)
})

test('where no server listens the connection breaks and nothing is counted', async () => {
  const port = await echoServer()
  await closing.pop()?.()
  const link = await linkTo(port)
  const socket = dial(link)
  socket.on('error', () => undefined)
  socket.write('hello')
  await once(socket, 'close')
  expect(link.bytes()).toEqual({ toServer: 0, toStation: 0 })
})
