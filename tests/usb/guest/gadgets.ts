import { constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const GADGETS = '/sys/kernel/config/usb_gadget'

/** Without it a read of a quiet device would hold a thread for good. */
const QUIETLY = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK

const NAP_MS = 10

export type GadgetName = 'scanner' | 'scale' | 'serial' | 'printer'

/** Each has a controller of its own, so that one is plugged without the others. */
const CONTROLLERS: Record<GadgetName, number> = { scanner: 0, scale: 1, serial: 2, printer: 3 }

export async function plug(name: GadgetName, controller = CONTROLLERS[name]): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return writeFileSync(`${GADGETS}/${name}/UDC`, `dummy_udc.${controller}\n`)
    } catch (error) {
      // The controller is still busy with the unplug.
      if (tries === 100) throw error
      await sleep(NAP_MS)
    }
  }
}

export function unplug(name: GadgetName): void {
  if (isPlugged(name)) writeFileSync(`${GADGETS}/${name}/UDC`, '\n')
}

export function isPlugged(name: GadgetName): boolean {
  return readFileSync(`${GADGETS}/${name}/UDC`, 'utf8').trim() !== ''
}

/** Report 2 as makers ship it: length, AIM id, data, and whether more follows. */
export function scanReports(text: string): Uint8Array[] {
  const bytes = Buffer.from(text, 'latin1')
  const parts = Array.from({ length: Math.ceil(bytes.length / 56) }, (_, index) =>
    bytes.subarray(index * 56, index * 56 + 56),
  )
  return parts.map((part, index) => {
    const report = Buffer.alloc(64)
    report.set([2, part.length, ...Buffer.from(']d1')])
    report.set(part, 5)
    report[63] = index < parts.length - 1 ? 1 : 0
    return report
  })
}

/** Report 3: stable, kilograms, thousandths. */
export function scaleReport(grams: number, status = 4): Uint8Array {
  return Buffer.from([3, status, 3, 0xfd, grams & 0xff, grams >> 8])
}

export async function sayByHid(name: 'scanner' | 'scale', reports: Uint8Array[]): Promise<void> {
  const [, minor = ''] = readFileSync(`${GADGETS}/${name}/functions/hid.0/dev`, 'utf8').split(':')
  const device = await open(`/dev/hidg${minor.trim()}`, QUIETLY)
  try {
    for (const report of reports) await writeWhole(device, report)
  } finally {
    await device.close()
  }
}

export async function sayBySerial(text: string): Promise<void> {
  const device = await open('/dev/ttyGS0', QUIETLY)
  try {
    await writeWhole(device, Buffer.from(text, 'latin1'))
  } finally {
    await device.close()
  }
}

async function writeWhole(device: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let sent = 0, tries = 0; sent < bytes.length; tries += 1) {
    try {
      sent += (await device.write(bytes, sent)).bytesWritten
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || tries === 500) throw error
      await sleep(NAP_MS)
    }
  }
}

/** Paper: everything the printer was sent, in order, over all its pluggings. */
export function startPaper() {
  let text = ''
  const wanted = { isReading: true, isClosed: false }
  async function read(): Promise<void> {
    while (!wanted.isClosed) {
      if (wanted.isReading && existsSync('/dev/g_printer0')) await readWhilePlugged()
      await sleep(NAP_MS)
    }
  }
  async function readWhilePlugged(): Promise<void> {
    const device = await open('/dev/g_printer0', QUIETLY).catch(() => null)
    if (device === null) return
    const buffer = Buffer.alloc(8_192)
    try {
      while (!wanted.isClosed && wanted.isReading && isPlugged('printer')) {
        const { bytesRead } = await device.read(buffer).catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'EAGAIN') return { bytesRead: -1 }
          throw error
        })
        if (bytesRead > 0) text += buffer.toString('latin1', 0, bytesRead)
        else if (bytesRead === 0) return
        else await sleep(NAP_MS)
      }
    } catch {
      // It was unplugged while we read.
    } finally {
      await device.close().catch(() => {})
    }
  }
  void read()
  return {
    printed: () => text,
    /** A printer that stops taking bytes, as one without paper. */
    stall: () => (wanted.isReading = false),
    go: () => (wanted.isReading = true),
    close: () => (wanted.isClosed = true),
  }
}
