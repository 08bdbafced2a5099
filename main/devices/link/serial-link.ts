import { lstat, stat } from 'node:fs/promises'
import { SerialPort } from 'serialport'
import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import { createLinkEvents, faultOfError } from './byte-link.ts'
import type { ByteLink, LinkFault } from './byte-link.ts'
import type { SerialSettings } from './link-target.ts'

/** A port that vanished while it was opened reads as silence for ever: so its place is looked at. */
export const SERIAL_PRESENCE_MS = 1_000

/**
 * Opens a serial port. Each connection is a new SerialPort: an old one keeps what was written to it
 * while closed and would send it at its next open.
 */
export async function openSerialLink(
  settings: SerialSettings,
  clock: Clock,
): Promise<Result<ByteLink, LinkFault>> {
  const before = await nodeOf(settings.path)
  return new Promise((resolve) => {
    const port = new SerialPort({
      path: settings.path,
      baudRate: settings.baudRate,
      dataBits: settings.dataBits,
      parity: settings.parity,
      stopBits: settings.stopBits,
      rtscts: settings.rtscts,
      xon: settings.xonxoff,
      xoff: settings.xonxoff,
      autoOpen: false,
    })
    // Without a listener an error would end the process.
    port.on('error', () => {})
    port.open((error) => {
      if (error !== null && error !== undefined) {
        return resolve(fail(faultOfError(error, settings.path)))
      }
      // What the device sent before we were here belongs to nobody's question.
      port.flush(() => resolve(ok(linkOverPort(port, settings.path, { before, clock }))))
    })
  })
}

function linkOverPort(
  port: SerialPort,
  place: string,
  presence: { before: string | null; clock: Clock },
): ByteLink {
  const events = createLinkEvents()
  let failure: LinkFault | null = null
  let closedByUs = false
  let waiting: ((written: boolean) => void)[] = []

  const settleWith = (
    resolve: (done: boolean) => void,
    start: (done: (error: Error | null | undefined) => void) => void,
  ): void => {
    // After an unplug the callback may never come: the close settles whoever still waits.
    waiting.push(resolve)
    start((error) => {
      waiting = waiting.filter((other) => other !== resolve)
      resolve(error === null || error === undefined)
    })
  }
  const close = (): void => {
    closedByUs = true
    if (port.isOpen) port.close(() => {})
  }

  let cancelLook = (): void => {}
  const look = async (): Promise<void> => {
    const isThere = presence.before === null || (await nodeOf(place)) === presence.before
    if (events.isClosed()) return
    if (isThere) {
      cancelLook = presence.clock.after(SERIAL_PRESENCE_MS, () => void look())
    } else if (port.isOpen) {
      port.close(() => {})
    }
  }

  port.on('data', (bytes: Buffer) => events.data(bytes))
  port.on('error', (error: Error) => {
    failure = faultOfError(error, place)
    if (port.isOpen) port.close(() => {})
  })
  port.on('close', () => {
    cancelLook()
    if (!closedByUs) failure ??= { code: 'unplugged', detail: `${place} was unplugged` }
    for (const settle of waiting) settle(false)
    waiting = []
    events.closed(closedByUs ? null : failure)
  })
  void look()
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        if (!port.isOpen) return resolve(false)
        settleWith(resolve, (done) => port.write(Buffer.from(bytes), done))
      }),
    drain: () =>
      new Promise((resolve) => {
        if (!port.isOpen) return resolve(false)
        settleWith(resolve, (done) => port.drain(done))
      }),
    end: close,
    destroy: close,
    onData: events.onData,
    onClosed: events.onClosed,
  }
}

/** What stands at a path: another device, or a link made anew, is another. Null where paths are no files. */
async function nodeOf(path: string): Promise<string | null> {
  if (!path.startsWith('/')) return null
  try {
    const [link, node] = await Promise.all([lstat(path), stat(path)])
    return `${link.ino} ${node.rdev}`
  } catch {
    return 'nothing'
  }
}
