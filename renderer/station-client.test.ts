import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { RPCLink } from '@orpc/client/message-port'
import { expect, test } from 'vitest'
import type { Topic } from '#contract/rpc/bench-view.ts'
import { stationContract } from '#contract/rpc/station-contract.ts'
import { fail, ok } from '#contract/result.ts'
import { connectStation, type Connection } from './station-client.ts'
import { reconnectDelayMs } from './transport/back-off.ts'
import type { Channel, ChannelTrouble, OpenChannel } from './transport/channel.ts'
import type { Result } from '#contract/result.ts'

/** A host over a message channel whose end the test decides. */
function hostChannel(topics: Topic[]): Channel & { end(): void } {
  const { port1, port2 } = new MessageChannel()
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const os = implement(stationContract)
  const handler = new RPCHandler({
    scale: os.scale.handler(() => ({ state: 'absent' as const, grams: null })),
    watch: os.watch.handler(async function* watch() {
      for (const topic of topics) yield { topic }
      await closed
    }),
  })
  handler.upgrade(port1)
  port1.start()
  const link = new RPCLink({ port: port2 })
  port2.start()
  const end = () => {
    resolve()
    port1.close()
    port2.close()
  }
  return { link, closed, close: end, end }
}

function opener(answers: Result<Channel, ChannelTrouble>[]): OpenChannel {
  return () => {
    const answer = answers.shift()
    return answer === undefined ? new Promise(() => undefined) : Promise.resolve(answer)
  }
}

function timers() {
  const waits: number[] = []
  return {
    waits,
    now: () => 1000,
    // Only back-offs pass at once; heartbeats would otherwise run without end.
    wait: (ms: number) => {
      waits.push(ms)
      return ms >= 4000 && ms < 15_000 ? new Promise<void>(() => undefined) : Promise.resolve()
    },
  }
}

function until(link: ReturnType<typeof connectStation>, kind: Connection['kind']): Promise<void> {
  return new Promise((resolve) => {
    const look = () => link.connection().kind === kind && resolve()
    link.subscribe(look)
    look()
  })
}

test('a lost connection is opened again and everything is looked at again', async () => {
  const first = hostChannel(['queue'])
  const second = hostChannel(['scale'])
  const seen: (Topic | null)[] = []
  const link = connectStation(opener([ok(first), ok(second)]), timers())
  const told = Promise.withResolvers<void>()
  link.onChange((topic) => {
    seen.push(topic)
    if (topic === 'queue') first.end()
    if (topic === 'scale') told.resolve()
  })
  await told.promise
  expect(seen).toEqual([null, 'queue', null, 'scale'])
  link.close()
})

test('a host that cannot be reached is tried again after growing waits', async () => {
  const host = hostChannel([])
  const clock = timers()
  const link = connectStation(
    opener([fail('unreachable'), fail('unreachable'), fail('unreachable'), ok(host)]),
    clock,
  )
  expect(link.connection().kind).toBe('connecting')
  await until(link, 'open')
  expect(clock.waits.slice(0, 3)).toEqual([250, 500, 1000])
  link.close()
})

test('a refused token is its own state, and a right one later opens', async () => {
  const host = hostChannel([])
  const link = connectStation(opener([fail('refused'), ok(host)]), timers())
  await until(link, 'refused')
  await until(link, 'open')
  expect(link.connection().kind).toBe('open')
  link.close()
})

test('waits grow to a limit and never beyond it', () => {
  expect([0, 1, 2, 3, 4, 5, 500].map(reconnectDelayMs)).toEqual([
    250, 500, 1000, 2000, 4000, 4000, 4000,
  ])
})
