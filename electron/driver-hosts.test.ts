import { expect, test } from 'vitest'
import type { HostPortMessage } from '#contract/rpc/shell-bridge.ts'
import { DRIVER_PROCESSES_MAX, startDriversFor } from './driver-hosts.ts'

function shell() {
  const told: { message: HostPortMessage; ports: string[] }[] = []
  const forked: { family: string; port: string; exit: (code: number) => void; kills: number }[] = []
  let ask = (_message: unknown): void => {}
  let leave = (): void => {}
  let channels = 0
  startDriversFor<string>(
    {
      onMessage: (listener) => (ask = listener),
      postMessage: (message, ports) => void told.push({ message, ports }),
      onExit: (listener) => (leave = () => listener(1)),
    },
    {
      fork: (family) => {
        const drivers = { family, port: '', exit: (_code: number): void => {}, kills: 0 }
        forked.push(drivers)
        return {
          handOver: (port) => void (drivers.port = port),
          onExit: (listener) => void (drivers.exit = listener),
          kill: () => void (drivers.kills += 1),
        }
      },
      channel: () => {
        channels += 1
        return { port1: `drivers-${channels}`, port2: `host-${channels}` }
      },
    },
  )
  return { told, forked, ask: (message: unknown) => ask(message), leave: () => leave() }
}

test('the host and the drivers it asks for get the two ends of one channel', () => {
  const { ask, told, forked } = shell()
  ask({ type: 'start-drivers', id: 'a', family: 'hid' })
  expect(forked).toMatchObject([{ family: 'hid', port: 'drivers-1' }])
  expect(told).toEqual([{ message: { type: 'driver-port', id: 'a' }, ports: ['host-1'] }])
})

test('the end of drivers is told, and asked for by their id', () => {
  const { ask, told, forked } = shell()
  ask({ type: 'start-drivers', id: 'a', family: 'serial' })
  ask({ type: 'end-drivers', id: 'a' })
  expect(forked[0]?.kills).toBe(1)
  forked[0]?.exit(9)
  expect(told.at(-1)?.message).toEqual({ type: 'drivers-ended', id: 'a', detail: 'exit code 9' })
})

test('drivers end with their host, and nobody is told any more', () => {
  const { ask, leave, told, forked } = shell()
  ask({ type: 'start-drivers', id: 'a', family: 'usblp' })
  leave()
  forked[0]?.exit(0)
  expect(forked[0]?.kills).toBe(1)
  expect(told).toHaveLength(1)
})

test.each([
  null,
  'start-drivers',
  { type: 'start-drivers', id: 'a', family: '../../evil' },
  { type: 'start-drivers', family: 'hid' },
  { type: 'run', id: 'a', family: 'hid' },
])('%j starts nothing', (message) => {
  const { ask, forked } = shell()
  ask(message)
  expect(forked).toEqual([])
})

test('a host that asks without end gets no more than a few', () => {
  const { ask, forked, told } = shell()
  for (let n = 0; n < 20; n += 1) ask({ type: 'start-drivers', id: `d${n}`, family: 'hid' })
  expect(forked).toHaveLength(DRIVER_PROCESSES_MAX)
  expect(told.at(-1)?.message.type).toBe('drivers-ended')
})
