import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import type { StationRouter } from './router.ts'
import { openSocketDoor } from './socket-door.ts'

const FOREIGN_UPGRADE =
  'GET /rpc HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

test('a stranger that hangs up on being refused does not end the host', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const door = openSocketDoor({
    server,
    address: () => ({ port }),
    isToken: () => false,
    router: {} as StationRouter,
    clock: manualClock(),
  })
  const stranger = connect(port, '127.0.0.1')
  await once(stranger, 'connect')
  const upgrade = once(server, 'upgrade')
  stranger.write(FOREIGN_UPGRADE)
  const [, socket] = (await upgrade) as [unknown, Duplex]
  // Without a listener of its own this error would be the host's end.
  expect(socket.listenerCount('error')).toBeGreaterThan(0)
  const closed = new Promise<void>((resolve) => void socket.once('close', resolve))
  stranger.resetAndDestroy()
  await closed
  door.close()
  server.close()
})
