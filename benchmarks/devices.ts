import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../main/clock.ts'
import { DeviceConfig } from '../main/devices/device-config.ts'
import { startDevices } from '../main/devices/devices.ts'
import { uuidV7 } from '../main/ids.ts'
import { driverPids, usageOf } from '../tests/support/driver-processes.ts'
import { printFigure } from './figures.ts'

const SCANS_PER_SECOND = 1_000
const SECONDS = 60
const SECONDS_SMALL = 5
const BATCH_EVERY_MS = 10

/** What is still on its way after the last code was sent has this long. */
const REST_MS = 10_000

/**
 * A scanner behind a pseudo-terminal, read by the real serial driver in its own process: a thousand
 * codes a second, each with its number, for a minute. Lost, doubled and swapped codes are counted.
 */
export async function benchDevices({ isSmall }: { isSmall: boolean }): Promise<void> {
  if (spawnSync('socat', ['-V']).status !== 0) {
    process.stderr.write('devices: needs socat, which makes pseudo-terminals; skipped\n')
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'loadline-devices-'))
  const path = join(folder, 'scanner')
  const scanner = await startFastScanner()
  const socat = spawn('socat', [`pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${scanner.port}`])
  await until(() => existsSync(path))
  const seen = { codes: 0, outOfOrder: 0, faults: 0, isReady: false }
  const devices = startDevices({
    config: DeviceConfig.parse({
      scanners: [{ id: 's1', link: `serial://${path}?baudRate=115200`, parkMoreThan: 0 }],
    }),
    clock: systemClock,
    newId: uuidV7(systemClock),
    random: () => 0.5,
    onScan: ({ text }) => {
      if (Number(text) !== seen.codes) seen.outOfOrder += 1
      seen.codes += 1
    },
    onReading: () => undefined,
    onState: ({ state }) => void (seen.isReady = state === 'ready'),
    onFault: () => void (seen.faults += 1),
  })
  await until(() => seen.isReady)
  const seconds = isSmall ? SECONDS_SMALL : SECONDS
  const memory = await stream(scanner, seconds, [process.pid, ...driverPids(process.pid).values()])
  await until(() => seen.codes === seconds * SCANS_PER_SECOND, REST_MS)
  await devices.close()
  socat.kill()
  scanner.close()
  rmSync(folder, { recursive: true })
  report(seconds, seen, memory)
}

function report(
  seconds: number,
  seen: { codes: number; outOfOrder: number; faults: number },
  memory: Memory,
): void {
  const sent = seconds * SCANS_PER_SECOND
  const detail = { seconds, perSecond: SCANS_PER_SECOND, sent }
  printFigure({ name: 'devices.scans.received', value: seen.codes, unit: 'codes', ...detail })
  printFigure({ name: 'devices.scans.lost', value: sent - seen.codes, unit: 'codes', ...detail })
  printFigure({ name: 'devices.scans.out-of-order', value: seen.outOfOrder, unit: 'codes' })
  printFigure({ name: 'devices.scans.faults', value: seen.faults, unit: 'faults' })
  for (const [name, index] of [
    ['host', 0],
    ['serial-drivers', 1],
  ] as const) {
    const [first = 0, last = 0] = [memory.settled[index], memory.end[index]]
    const growth = (last - first) / 1_024
    printFigure({ name: `devices.memory.${name}.growth`, value: growth, unit: 'MiB', ...detail })
    printFigure({ name: `devices.memory.${name}.resident`, value: last / 1_024, unit: 'MiB' })
  }
}

type Memory = { settled: number[]; end: number[] }

/** Sends what is due every few milliseconds; memory is looked at after a fifth, and at the end. */
async function stream(
  scanner: { send: (text: string) => void },
  seconds: number,
  pids: readonly number[],
): Promise<Memory> {
  const total = seconds * SCANS_PER_SECOND
  const startedAt = performance.now()
  let sent = 0
  let settled: number[] | null = null
  while (sent < total) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * SCANS_PER_SECOND)
    let batch = ''
    for (; sent < Math.min(due, total); sent += 1) batch += `${String(sent).padStart(13, '0')}\r\n`
    if (batch !== '') scanner.send(batch)
    if (settled === null && sent > total / 5) settled = pids.map((pid) => usageOf(pid).kilobytes)
    await new Promise((resolve) => setTimeout(resolve, BATCH_EVERY_MS))
  }
  return { settled: settled ?? [], end: pids.map((pid) => usageOf(pid).kilobytes) }
}

async function startFastScanner() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    sockets.add(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    send: (text: string) => {
      for (const socket of sockets) socket.write(text)
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

async function until(look: () => boolean, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!look() && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
