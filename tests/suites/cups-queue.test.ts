import { existsSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import type { Clock } from '../../main/clock.ts'
import { systemClock } from '../../main/clock.ts'
import { PrinterConfig } from '../../main/devices/device-config.ts'
import { openCupsLink } from '../../main/devices/link/cups-link.ts'
import { IPP_OPERATIONS, IPP_TAGS } from '../../main/devices/link/ipp.ts'
import { IppQueue } from '../../main/devices/link/ipp-queue.ts'
import { startPrinter } from '../../main/devices/printer/start-printer.ts'
import { startVirtualPrinter } from '../../main/devices/virtual/virtual-printer.ts'
import { hastyClock, palletLabel } from '../../main/testing/printer-bench.ts'
import { CUPSD, startCupsServer } from '../support/cups-server.ts'
import { eventually } from '../support/processes.ts'

/** Everywhere but in CI, where it is installed, a machine may do without a print server. */
const CAN_RUN = existsSync(CUPSD) || process.env['CI'] !== undefined

const JOB_CANCELLED = 7

const cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function queueTo(queue: string, clock: Clock = systemClock) {
  const virtual = await startVirtualPrinter({ port: 0 })
  cleanUp.push(virtual.close)
  const server = await startCupsServer(virtual.port)
  cleanUp.push(server.close)
  const target = { host: '127.0.0.1', port: server.port, queue }
  const config = PrinterConfig.parse({
    id: 'p1',
    language: 'zpl',
    link: `cups://127.0.0.1:${server.port}/${queue}`,
    widthMm: 102,
    heightMm: 152,
  })
  const open = () => openCupsLink(target, clock)
  const printer = startPrinter(config, { clock, open, onState: () => {} })
  cleanUp.push(printer.close)
  return { virtual, printer, asked: new IppQueue(target, systemClock) }
}

test.runIf(CAN_RUN)(
  'a label goes through a raw queue as it is, once (needs cups-daemon)',
  async () => {
    const { virtual, printer } = await queueTo('labels')
    const bytes = await palletLabel('zpl', 1)
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'sent' })
    await eventually(async () => virtual.printedCount() > 0, { what: 'a label from the queue' })
    expect(virtual.received().map((received) => Buffer.from(received))).toEqual([
      Buffer.from(bytes),
    ])
    expect(printer.status().state).toBe('ready')
  },
)

test.runIf(CAN_RUN)(
  '[FAULT-7] a queue whose printer is away gets its label taken back, and none comes out later',
  async () => {
    const { virtual, printer, asked } = await queueTo('labels', hastyClock(8))
    await virtual.setOn(false)
    const bytes = await palletLabel('zpl', 1)
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'unknown' })
    const stateOfJob = async () => {
      const job = { tag: IPP_TAGS.integer, name: 'job-id', values: [1] }
      const answer = await asked.call(IPP_OPERATIONS.getJobAttributes, [job])
      return answer.ok ? answer.value.attributes.get('job-state')?.[0] : null
    }
    await eventually(async () => (await stateOfJob()) === JOB_CANCELLED, {
      what: 'a job taken back',
    })
    await virtual.setOn(true)
    expect(virtual.printedCount()).toBe(0)
  },
)

test.runIf(CAN_RUN)('a queue that is stopped, or not there, is sent nothing', async () => {
  const stopped = await queueTo('stopped')
  const bytes = await palletLabel('zpl', 1)
  const result = await stopped.printer.print({ jobId: 'j1', bytes })
  expect(result.outcome).toBe('held')
  expect(result.detail).toMatch(/^The queue stopped is stopped/)
  expect(stopped.printer.status().state).toBe('attention')
  const absent = await queueTo('nowhere')
  expect(await absent.printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'held' })
  expect(absent.printer.status()).toMatchObject({ state: 'lost' })
})
