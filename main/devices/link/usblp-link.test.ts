import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../clock.ts'
import { hastyClock, palletLabel } from '../../testing/printer-bench.ts'
import { tempFolder } from '../../testing/temp-folder.ts'
import { PrinterConfig } from '../device-config.ts'
import { startPrinter } from '../printer/start-printer.ts'
import { startPtyBridge } from '../virtual/pty-bridge.ts'
import { startVirtualPrinter } from '../virtual/virtual-printer.ts'
import type { LinkTarget } from './link-target.ts'
import { listUsbPrinters, openUsbLpLink, parseIeee1284Id } from './usblp-link.ts'
import type { PrinterFile, UsbLpDeps } from './usblp-link.ts'

const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0
const ZEBRA = 'MFG:Zebra Technologies ;CMD:ZPL;MDL:ZTC ZD421-203dpi ZPL;CLS:PRINTER;SN:D5J1;'

const cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

type UsbLpTarget = Extract<LinkTarget, { kind: 'usblp' }>

function printerAt(target: UsbLpTarget, deps: UsbLpDeps, status: 'none' | 'hs' = 'none') {
  const config = PrinterConfig.parse({
    id: 'p1',
    language: 'zpl',
    link: 'usblp:///dev/usb/lp0',
    widthMm: 102,
    heightMm: 152,
    status,
  })
  const { clock } = deps
  const open = () => openUsbLpLink(target, deps)
  const printer = startPrinter(config, { clock, open, onState: () => {} })
  cleanUp.push(printer.close)
  return printer
}

/** A printer behind a node: a pseudo-terminal, which is a character device as well. */
async function virtualAt(path: string) {
  const virtual = await startVirtualPrinter({ port: 0, answersStatus: true })
  const bridge = await startPtyBridge({ path, port: virtual.port, clock: systemClock })
  if (bridge === null) throw new Error('socat went away')
  cleanUp.push(virtual.close, bridge.close)
  return virtual
}

/** A node with a script for the other side: what each write takes, or why it does not. */
function scriptedFile(takes: (number | string)[]) {
  const taken: Uint8Array[] = []
  const failure = (code: string) => Object.assign(new Error(code), { code })
  const file: PrinterFile = {
    stat: (() => Promise.resolve({ isCharacterDevice: () => true })) as PrinterFile['stat'],
    read: () => Promise.reject(failure('EAGAIN')),
    write: ((bytes: Uint8Array, start: number, length: number) => {
      // As Node has it: without a buffer nothing reaches the kernel.
      if (bytes.length === 0) return Promise.resolve({ bytesWritten: 0, buffer: bytes })
      const next = takes.shift() ?? length
      if (typeof next === 'string') return Promise.reject(failure(next))
      const bytesWritten = Math.min(next, length)
      taken.push(bytes.slice(start, start + bytesWritten))
      return Promise.resolve({ bytesWritten, buffer: bytes })
    }) as PrinterFile['write'],
    close: () => Promise.resolve(),
  }
  return { file, taken: () => Buffer.concat(taken) }
}

test('[FAULT-7] a path with nothing behind it stays empty, whatever is printed', async () => {
  const folder = tempFolder()
  const path = join(folder, 'lp0')
  const printer = printerAt({ kind: 'usblp', path }, { clock: systemClock })
  const bytes = await palletLabel('zpl', 1)
  expect(await printer.print({ jobId: 'j1', bytes })).toEqual({
    outcome: 'held',
    detail: `${path} is not there`,
  })
  expect(existsSync(path)).toBe(false)
})

test('[FAULT-7] an ordinary file at the path is no printer and is never written to', async () => {
  const path = join(tempFolder(), 'lp0')
  writeFileSync(path, 'left by another program')
  const printer = printerAt({ kind: 'usblp', path }, { clock: systemClock })
  const result = await printer.print({ jobId: 'j1', bytes: await palletLabel('zpl', 1) })
  expect(result).toEqual({ outcome: 'held', detail: `${path} is an ordinary file and no printer` })
  expect(readFileSync(path, 'utf8')).toBe('left by another program')
})

test.skipIf(!HAS_SOCAT)(
  '[FAULT-7] a label held while the printer was away is not printed by itself when it is back',
  async () => {
    const path = join(tempFolder(), 'lp0')
    const printer = printerAt({ kind: 'usblp', path }, { clock: hastyClock(10) }, 'hs')
    const bytes = await palletLabel('zpl', 1)
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'held' })
    const virtual = await virtualAt(path)
    await vi.waitFor(() => expect(printer.status().state).toBe('ready'), { timeout: 10_000 })
    expect(virtual.printedCount()).toBe(0)
  },
)

test.skipIf(!HAS_SOCAT)(
  'a printer behind a node takes a label and says that it is out',
  async () => {
    const path = join(tempFolder(), 'lp0')
    const virtual = await virtualAt(path)
    const printer = printerAt({ kind: 'usblp', path }, { clock: systemClock }, 'hs')
    const bytes = await palletLabel('zpl', 1)
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'printed' })
    const zpl = Buffer.from(bytes).toString('utf8').trim()
    expect(virtual.labels()).toEqual([zpl])
  },
)

test.skipIf(!HAS_SOCAT)(
  'a printer is found by what it says it is, wherever it is plugged',
  async () => {
    const root = tempFolder()
    const [sysRoot, devRoot] = [join(root, 'sys'), join(root, 'dev')]
    const plug = (name: string, id: string) => {
      mkdirSync(join(sysRoot, 'class/usbmisc', name, 'device'), { recursive: true })
      writeFileSync(join(sysRoot, 'class/usbmisc', name, 'device/ieee1284_id'), `${id}\n`)
    }
    plug('lp0', 'MFG:Brother;CMD:PT-CBP;MDL:QL-820NWB;CLS:PRINTER;')
    plug('lp3', ZEBRA)
    mkdirSync(join(devRoot, 'usb'), { recursive: true })
    const virtual = await virtualAt(join(root, 'pty'))
    symlinkSync(join(root, 'pty'), join(devRoot, 'usb/lp3'))
    const deps = { clock: systemClock, sysRoot, devRoot }
    const target = {
      kind: 'usblp',
      manufacturer: 'zebra technologies',
      model: 'ZTC ZD421-203dpi ZPL',
    }
    const printer = printerAt(target as UsbLpTarget, deps)
    const bytes = await palletLabel('zpl', 1)
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'sent' })
    await vi.waitFor(() => expect(virtual.printedCount()).toBe(1))
    expect((await listUsbPrinters(deps)).map(({ path, model }) => [path, model])).toEqual([
      [join(devRoot, 'usb/lp0'), 'QL-820NWB'],
      [join(devRoot, 'usb/lp3'), 'ZTC ZD421-203dpi ZPL'],
    ])
    plug('lp4', ZEBRA)
    expect(await openUsbLpLink(target as UsbLpTarget, deps)).toMatchObject({
      error: { code: 'ambiguous' },
    })
  },
)

test('[FAULT-8] a node that another program has open is in use, and nothing is sent', async () => {
  const path = '/dev/usb/lp0'
  const openFile = () => Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' }))
  const printer = printerAt({ kind: 'usblp', path }, { clock: systemClock, openFile })
  const result = await printer.print({ jobId: 'j1', bytes: await palletLabel('zpl', 1) })
  expect(result).toEqual({ outcome: 'held', detail: `${path} is in use by another program` })
  expect(printer.status().state).toBe('denied')
})

test('[FAULT-1] an unplug in a label is seen by its short write; the next label cleans up first', async () => {
  const unplugged = scriptedFile([4_096, 4_000, 'EAGAIN', 96, 8, 'ENODEV'])
  const back = scriptedFile([])
  const files = [scriptedFile([]).file, unplugged.file, back.file]
  const openFile = () => Promise.resolve(files.shift() ?? scriptedFile([]).file)
  const printer = printerAt(
    { kind: 'usblp', path: '/dev/usb/lp0' },
    { clock: systemClock, openFile },
  )
  const bytes = Buffer.from(`^XA^FX${'x'.repeat(300_000)}^FS^XZ`)
  const result = await printer.print({ jobId: 'j1', bytes })
  expect(result.outcome).toBe('unknown')
  expect(result.detail).toMatch(/closed the connection after about 8192 of 300012 bytes/)
  expect(unplugged.taken().length).toBe(8_200)
  const next = Buffer.from('^XA^FDnext^FS^XZ')
  expect(await printer.print({ jobId: 'j2', bytes: next })).toMatchObject({ outcome: 'sent' })
  expect(back.taken().toString()).toBe(`^XZ~JA${next.toString()}`)
})

test('[FAULT-1] an unplug while the kernel still holds the end of a label is not taken for a print', async () => {
  const files = [scriptedFile([]), scriptedFile([4_096, 'EAGAIN', 'EAGAIN', 'ENODEV'])]
  const openFile = () => Promise.resolve((files.shift() ?? scriptedFile([])).file)
  const target = { kind: 'usblp', path: '/dev/usb/lp0' } as const
  const printer = printerAt(target, { clock: systemClock, openFile })
  const result = await printer.print({ jobId: 'j1', bytes: Buffer.alloc(4_096, 'x') })
  expect(result.outcome).toBe('unknown')
})

test('a printer that takes its bytes in parts, or not just now, gets every one of them once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constant('EAGAIN')), {
        maxLength: 40,
      }),
      async (takes) => {
        const { file, taken } = scriptedFile([...takes])
        const clock = hastyClock(1_000)
        const openFile = () => Promise.resolve(file)
        const opened = await openUsbLpLink(
          { kind: 'usblp', path: '/dev/usb/lp0' },
          { clock, openFile },
        )
        if (!opened.ok) throw new Error(opened.error.detail)
        const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, n) => n % 251))
        expect(await opened.value.write(bytes)).toBe(true)
        expect(await opened.value.drain()).toBe(true)
        await new Promise<void>((resolve) => {
          opened.value.onClosed(() => resolve())
          opened.value.end()
        })
        expect(taken().equals(bytes)).toBe(true)
        expect(await opened.value.write(bytes)).toBe(false)
      },
    ),
    { numRuns: 30 },
  )
})

test('what a printer says it is is read with short or long names, and never throws', () => {
  expect(parseIeee1284Id(ZEBRA)).toEqual({
    manufacturer: 'Zebra Technologies',
    model: 'ZTC ZD421-203dpi ZPL',
    serial: 'D5J1',
    commandSet: 'ZPL',
  })
  const long = 'MANUFACTURER:TSC;COMMAND SET:TSPL;MODEL:TE200;'
  expect(parseIeee1284Id(long)).toMatchObject({ manufacturer: 'TSC', model: 'TE200', serial: null })
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void parseIeee1284Id(text)))
})
