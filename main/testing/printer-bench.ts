import { unitLabel } from '#contract/label/unit-label.ts'
import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import { PrinterConfig } from '../devices/device-config.ts'
import type { Fault } from '../devices/fault.ts'
import { openTcpLink } from '../devices/link/tcp-link.ts'
import type { PrinterDriver, PrinterStatus } from '../devices/printer/printer-driver.ts'
import { startPrinter } from '../devices/printer/start-printer.ts'
import type { VirtualLabel, VirtualPrinter } from '../devices/virtual/virtual-printer.ts'
import { startVirtualPrinter } from '../devices/virtual/virtual-printer.ts'
import { renderLabel } from '../labels/render-label.ts'
import type { Language } from './printed-label.ts'

/** How each language's printer is asked. */
export const STATUS_OF = {
  zpl: 'hs',
  tspl: 'esc-q',
  escpos: 'dle-eot',
  'brother-ql': 'brother',
} as const

/** Media every language has: a Brother roll is 62 mm wide at most of those that are common. */
const MEDIA = {
  zpl: { widthMm: 102, heightMm: 152 },
  tspl: { widthMm: 102, heightMm: 152 },
  escpos: { widthMm: 80, heightMm: 152 },
  'brother-ql': { widthMm: 102, heightMm: 152 },
} as const

export type PrinterBench = {
  virtual: VirtualPrinter
  printer: PrinterDriver
  states: PrinterStatus[]
  faults: Fault[]
  close: () => Promise<void>
}

/** The real driver over a real connection to a virtual printer of some language. */
export async function startPrinterBench(options: {
  language: Language
  /** False for a printer that is not asked and answers nothing. */
  isAsked: boolean
  clock?: Clock
}): Promise<PrinterBench> {
  const { language, isAsked, clock = systemClock } = options
  const virtual = await startVirtualPrinter({ port: 0, language, answersStatus: isAsked })
  const states: PrinterStatus[] = []
  const faults: Fault[] = []
  const link = `tcp://127.0.0.1:${virtual.port}`
  const status = isAsked ? STATUS_OF[language] : 'none'
  const config = PrinterConfig.parse({ id: 'p1', language, link, status, ...MEDIA[language] })
  const printer = startPrinter(config, {
    clock,
    open: () => openTcpLink({ host: '127.0.0.1', port: virtual.port }, clock),
    onState: (state) => states.push(state),
    onFault: (fault) => faults.push(fault),
  })
  const close = async (): Promise<void> => {
    await printer.close()
    await virtual.close()
  }
  return { virtual, printer, states, faults, close }
}

const rendered = new Map<string, Promise<Uint8Array>>()

/** A pallet's label in the printer's own language, told from others by its copy; drawn once. */
export function palletLabel(language: Language, copy: number): Promise<Uint8Array> {
  const key = `${language} ${copy}`
  const label = rendered.get(key) ?? renderPalletLabel(language, copy)
  rendered.set(key, label)
  return label
}

function renderPalletLabel(language: Language, copy: number): Promise<Uint8Array> {
  const media = MEDIA[language]
  const document = unitLabel({
    media,
    unitId: '387123450000000012',
    companyPrefix: '8712345',
    kind: 'pallet',
    copy,
    sender: { name: 'Loadline Demo', address: 'Dock 3, Rotterdam' },
    shipTo: {
      name: 'Große Łódź ^~_"\\ AG',
      line1: 'Hafenstraße 1',
      postalCode: '20457',
      city: 'Hamburg',
      country: 'DE',
    },
    orderNumbers: ['SO-1001'],
    region: 'DE-2',
    deliveryDate: '2026-11-23',
    grossGrams: 412_500,
    qrText: `LL1|387123450000000012|${copy}`,
  })
  return renderLabel(document, { language, dpi: 203, ...media })
}

/** Two labels are the same when this is. */
export function fingerprint(label: VirtualLabel): string {
  return label.kind === 'zpl'
    ? label.zpl.trim()
    : Buffer.from(label.picture.picture.bytes).toString('base64')
}

/** Time that passes faster, for waits that would be too long; every second is `factor` of them. */
export function hastyClock(factor: number): Clock {
  return {
    now: () => systemClock.now(),
    monotonicMs: () => systemClock.monotonicMs() * factor,
    after: (ms, run) => systemClock.after(ms / factor, run),
  }
}
