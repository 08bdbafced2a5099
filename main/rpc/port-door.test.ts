import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { STATION_PORT_MESSAGE } from '#contract/rpc/shell-bridge.ts'
import type { stationContract } from '#contract/rpc/station-contract.ts'
import { Keyboard } from '../devices/wedge/keyboard.ts'
import { openPortDoor } from './port-door.ts'
import { stationRouter } from './router.ts'
import { Topics } from './topics.ts'

/** A window's end of a port that the shell has just handed to a host. */
function handOver(message: unknown) {
  const topics = new Topics()
  // The calls below need nothing of the bench but its topics and who watches them.
  const router = stationRouter({ topics, keyboard: new Keyboard() } as unknown as Parameters<
    typeof stationRouter
  >[0])
  const shell = new EventEmitter()
  openPortDoor(router, shell)
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => {
    port1.close()
    port2.close()
  })
  shell.emit('message', { data: message, ports: [port2] })
  port1.start()
  const client: ContractRouterClient<typeof stationContract> = createORPCClient(
    new RPCLink({ port: port1 }),
  )
  return { client, topics }
}

test('a window calls the host over the port it was handed', async () => {
  const { client } = handOver({ type: STATION_PORT_MESSAGE })
  const codes = await client.codes()
  expect(codes.find(({ name }) => name === 'ACK')?.code).toMatch(/^LLCACK.$/)
})

test('a poke reaches the window over the port, and a watch that ends is forgotten', async () => {
  const { client, topics } = handOver({ type: STATION_PORT_MESSAGE })
  const watch = await client.watch()
  const next = watch[Symbol.asyncIterator]().next()
  await expect.poll(() => topics.watcherCount).toBe(1)
  topics.poke('queue')
  expect((await next).value).toEqual({ topic: 'queue' })
  await watch.return?.()
  await expect.poll(() => topics.watcherCount).toBe(0)
})

test('a message that hands over nothing for screens is not answered', async () => {
  const { client } = handOver({ type: 'something-else' })
  const answer = client.codes().then(() => 'answered')
  const silence = new Promise((resolve) => setImmediate(() => resolve('silence')))
  expect(await Promise.race([answer, silence])).toBe('silence')
})
