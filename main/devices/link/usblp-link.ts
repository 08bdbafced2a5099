import { constants } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import { createLinkEvents, faultOfError } from './byte-link.ts'
import type { ByteLink, LinkFault } from './byte-link.ts'
import type { LinkTarget } from './link-target.ts'

/**
 * Without `O_CREAT`: a printer that is away must never become a file of that name, which would swallow
 * labels from then on. Without blocking: a printer that says nothing would hold a thread for ever.
 */
const OPEN_FLAGS = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY

/** A write of none of its bytes; a write of no bytes at all would not get as far as the kernel. */
const DRAIN = new Uint8Array(1)

/** How often a silent printer is listened to, and one that is busy is offered bytes again. */
const LISTEN_EVERY_MS = 50
const OFFER_EVERY_MS = 5

const READ_BYTES = 1_024

/** Answers of a printer that is busy, or out of paper, and there. */
const NOT_NOW = new Set(['EAGAIN', 'EINTR', 'ENOSPC'])

/** Kernels hand USB printers to at most so many nodes. */
const PRINTERS_MAX = 16

/** An IEEE 1284 id has some hundred characters; more is not one. */
const ID_CHARS_MAX = 4_096

/** As much of a file handle as a link needs. */
export type PrinterFile = Pick<FileHandle, 'read' | 'write' | 'stat' | 'close'>

export type UsbLpDeps = {
  clock: Clock
  /** Where the kernel shows devices, and where their nodes are; a test's own folders. */
  sysRoot?: string
  devRoot?: string
  openFile?: (path: string, flags: number) => Promise<PrinterFile>
}

export type UsbPrinter = {
  path: string
  manufacturer: string
  model: string
  serial: string | null
  /** The languages it says it speaks, as it writes them. */
  commandSet: string
}

/** Opens a USB printer of this machine by its path, or by what it says it is, wherever it is plugged. */
export async function openUsbLpLink(
  target: Extract<LinkTarget, { kind: 'usblp' }>,
  deps: UsbLpDeps,
): Promise<Result<ByteLink, LinkFault>> {
  const path = 'path' in target ? ok(target.path) : await findPrinter(target, deps)
  if (!path.ok) return path
  const place = path.value
  const openFile = deps.openFile ?? open
  try {
    const file = await openFile(place, OPEN_FLAGS)
    if ((await file.stat()).isCharacterDevice()) {
      const link = new UsbLpLink(file, place, deps.clock)
      link.listen()
      return ok(link.asByteLink())
    }
    await file.close()
    return fail({ code: 'absent', detail: `${place} is an ordinary file and no printer` })
  } catch (error) {
    return fail(faultOfOpening(error, place))
  }
}

/** Every USB printer the kernel shows; none on systems that have no such folder. */
export async function listUsbPrinters(
  deps: Pick<UsbLpDeps, 'sysRoot' | 'devRoot'> = {},
): Promise<UsbPrinter[]> {
  const folder = join(deps.sysRoot ?? '/sys', 'class/usbmisc')
  const names = await readdir(folder).catch(() => [])
  const printers: UsbPrinter[] = []
  // Other USB devices have their nodes in this folder as well.
  for (const name of names
    .filter((one) => /^lp\d+$/.test(one))
    .sort()
    .slice(0, PRINTERS_MAX)) {
    const id = await readFile(join(folder, name, 'device/ieee1284_id'), 'latin1').catch(() => '')
    const path = join(deps.devRoot ?? '/dev', 'usb', basename(name))
    printers.push({ path, ...parseIeee1284Id(id) })
  }
  return printers
}

/** `MFG:Zebra ;CMD:ZPL;MDL:ZTC ZD421;SN:…;`, with short or long names, in any order. */
export function parseIeee1284Id(text: string): Omit<UsbPrinter, 'path'> {
  const fields = new Map<string, string>()
  for (const part of text.slice(0, ID_CHARS_MAX).split(';')) {
    const colon = part.indexOf(':')
    if (colon > 0) fields.set(part.slice(0, colon).trim().toUpperCase(), part.slice(colon + 1))
  }
  const field = (...names: string[]): string | undefined =>
    names.map((name) => fields.get(name)?.trim()).find((value) => value !== undefined)
  return {
    manufacturer: field('MFG', 'MANUFACTURER') ?? '',
    model: field('MDL', 'MODEL') ?? '',
    serial: field('SN', 'SERN', 'SERIALNUMBER') ?? null,
    commandSet: field('CMD', 'COMMAND SET') ?? '',
  }
}

async function findPrinter(
  wanted: { manufacturer: string; model: string },
  deps: UsbLpDeps,
): Promise<Result<string, LinkFault>> {
  const isSame = (a: string, b: string): boolean =>
    a.trim().toLowerCase() === b.trim().toLowerCase()
  const found = (await listUsbPrinters(deps)).filter(
    ({ manufacturer, model }) =>
      isSame(manufacturer, wanted.manufacturer) && isSame(model, wanted.model),
  )
  const [first, second] = found
  const name = `${wanted.manufacturer} ${wanted.model}`
  if (first === undefined) return fail({ code: 'absent', detail: `No ${name} is plugged in` })
  if (second === undefined) return ok(first.path)
  const detail = `Two printers say they are a ${name}: set the link to the path of one`
  return fail({ code: 'ambiguous', detail })
}

function faultOfOpening(error: unknown, place: string): LinkFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // The node outlives the printer for a moment.
  if (code === 'ENODEV' || code === 'ENXIO' || code === 'EISDIR') {
    return { code: 'absent', detail: `${place} is not there` }
  }
  return faultOfError(error, place)
}

class UsbLpLink {
  readonly #file: PrinterFile
  readonly #place: string
  readonly #clock: Clock
  readonly #events = createLinkEvents()
  #writing: Promise<boolean> = Promise.resolve(true)
  /** Reads and writes under way; the file is closed only when none is. */
  #busy = 0
  #isClosing = false
  #end: { fault: LinkFault | null } | null = null
  readonly #cancelWaits = new Set<() => void>()

  constructor(file: PrinterFile, place: string, clock: Clock) {
    this.#file = file
    this.#place = place
    this.#clock = clock
  }

  asByteLink(): ByteLink {
    return {
      write: (bytes) => {
        this.#writing = this.#writing.then(() => this.#writeAll(bytes))
        return this.#writing
      },
      drain: () => this.#drain(),
      // What the kernel still holds at the close is thrown away.
      end: () => void this.#drain().then(() => this.#finish(null)),
      destroy: () => this.#finish(null),
      onData: this.#events.onData,
      onClosed: this.#events.onClosed,
    }
  }

  listen(): void {
    void this.#listen()
  }

  async #listen(): Promise<void> {
    const buffer = new Uint8Array(READ_BYTES)
    while (this.#end === null) {
      const read = await this.#attempt(() => this.#file.read(buffer, 0, READ_BYTES, null))
      if (read !== null && read.bytesRead > 0 && this.#end === null) {
        this.#events.data(buffer.slice(0, read.bytesRead))
      } else await this.#pause(LISTEN_EVERY_MS)
    }
  }

  /** The kernel takes the next write, also of nothing, only when the last one has gone out. */
  #drain(): Promise<boolean> {
    this.#writing = this.#writing.then(() => this.#writeAll(DRAIN, 0))
    return this.#writing
  }

  /** Every byte, in as many writes as the printer needs: a write may take a part and call it done. */
  async #writeAll(bytes: Uint8Array, length = bytes.length): Promise<boolean> {
    let sent = 0
    while (this.#end === null) {
      const start = sent
      const wrote = await this.#attempt(() => this.#file.write(bytes, start, length - start, null))
      if (wrote !== null) sent += wrote.bytesWritten
      if (wrote !== null && sent === length) break
      if (wrote === null || wrote.bytesWritten === 0) await this.#pause(OFFER_EVERY_MS)
    }
    return this.#end === null
  }

  /** Null when the printer is not ready for it just now; its end when it is gone. */
  async #attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
    this.#busy += 1
    try {
      return await work()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (!NOT_NOW.has(String(code))) {
        this.#finish({
          code: 'unplugged',
          detail: `${this.#place} was unplugged (${String(code)})`,
        })
      }
      return null
    } finally {
      this.#busy -= 1
      this.#closeWhenIdle()
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#end !== null) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        cancel()
        this.#cancelWaits.delete(done)
        resolve()
      }
      const cancel = this.#clock.after(ms, done)
      this.#cancelWaits.add(done)
    })
  }

  #finish(fault: LinkFault | null): void {
    if (this.#end !== null) return
    this.#end = { fault }
    for (const done of this.#cancelWaits) done()
    this.#closeWhenIdle()
  }

  #closeWhenIdle(): void {
    const end = this.#end
    if (end === null || this.#busy > 0 || this.#isClosing) return
    this.#isClosing = true
    const told = (): void => this.#events.closed(end.fault)
    this.#file.close().then(told, told)
  }
}
