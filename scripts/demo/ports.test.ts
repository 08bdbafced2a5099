import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { findPort, requirePort } from './ports.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

function takenPort(): Promise<number> {
  const server = createServer()
  servers.push(server)
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

test('a public port that is taken is named in the error', async () => {
  const port = await takenPort()
  await expect(requirePort(port, 'the office')).rejects.toThrow(`port ${port} (the office)`)
})

test('a device port moves on to the next free one', async () => {
  const port = await takenPort()
  const found = await findPort(port, [port + 1])
  expect(found).toBeGreaterThan(port + 1)
})
