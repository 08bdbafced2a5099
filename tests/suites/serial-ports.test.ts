import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../main/clock.ts'
import { DeviceConfig } from '../../main/devices/device-config.ts'
import { startDevices } from '../../main/devices/devices.ts'
import type { ScaleReading } from '../../main/devices/scale/scale-reading.ts'
import { eventually } from '../support/processes.ts'
import { cableDrawer } from '../support/pty-devices.ts'

const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0

/** What ModemManager asks of a new port, and a scale's echo of it, and its binary probe. */
const CHATTER = Buffer.from(
  'AT\r\r\nERROR\r\nAT+GCAP\r\r\nES\r\n~\x00x\xf0~ATE1 E0 1.5 kg\r\n',
  'latin1',
)

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

/** A device that answers each line it gets, behind a serial cable. */
async function cabled(answer: (line: string, say: (bytes: Uint8Array) => void) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    let rest = ''
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) answer(line, (bytes) => void socket.write(bytes))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drawer = cableDrawer()
  cleanUp.push(
    () => drawer.close(),
    () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  )
  const cable = drawer.cable('device', (server.address() as AddressInfo).port)
  await cable.plug()
  return cable
}

function attach(config: unknown) {
  const readings: ScaleReading[] = []
  const devices = startDevices({
    config: DeviceConfig.parse(config),
    clock: systemClock,
    newId: () => crypto.randomUUID(),
    random: () => 0.5,
    onScan: () => undefined,
    onReading: (reading) => void readings.push(reading),
    onState: () => undefined,
    onFault: () => undefined,
  })
  cleanUp.push(devices.close)
  return { devices, readings }
}

test.runIf(HAS_SOCAT)(
  '[FAULT-19] ModemManager’s chatter at a scale’s port is never a weight, and the scale is read through it',
  async () => {
    let asked = 0
    const cable = await cabled((line, say) => {
      if (line !== 'SI') return
      asked += 1
      if (asked % 2 === 0) say(CHATTER)
      say(Buffer.from('S S     12.345 kg\r\n'))
    })
    const { readings } = attach({
      scales: [{ id: 'w1', protocol: 'mt-sics', link: `serial://${cable.path}?baudRate=9600` }],
    })
    const stable = () => readings.filter(({ kind }) => kind === 'stable')
    await eventually(() => Promise.resolve(stable().length >= 10), { what: 'ten readings' })
    const grams = readings.flatMap((reading) => ('grams' in reading ? reading.grams : []))
    expect(new Set(grams)).toEqual(new Set([12_345]))
  },
)

test.runIf(HAS_SOCAT)(
  '[FAULT-8] a serial port that another program has open is said to be in use, and opens when it is free',
  async () => {
    const cable = await cabled(() => undefined)
    const link = `serial://${cable.path}?baudRate=9600`
    const { devices: first } = attach({ scanners: [{ id: 's1', link }] })
    const stateOf = (devices: typeof first) => devices.list()[0]?.state
    await eventually(() => Promise.resolve(stateOf(first) === 'ready'), { what: 'one has it' })
    const { devices: second } = attach({ scanners: [{ id: 's2', link }] })
    await eventually(() => Promise.resolve(stateOf(second) === 'denied'), {
      what: 'the other is told',
    })
    expect(second.list()[0]?.detail).toContain('is in use by another program')
    await first.close()
    await eventually(() => Promise.resolve(stateOf(second) === 'ready'), { what: 'it is free' })
  },
)
