import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { commandCode } from '../contract/barcode/loadline-code.ts'
import { unitLabel } from '../contract/label/unit-label.ts'
import { systemClock } from '../main/clock.ts'
import { uuidV7 } from '../main/ids.ts'
import { renderLabel } from '../main/labels/render-label.ts'
import { startStation, type Station } from '../main/station.ts'
import { httpOfficeClient } from '../main/sync/office-client.ts'
import { percentile, printFigure } from './figures.ts'
import { BADGE, EAN, LIST_CODE, NOBODY, stationFolder } from './station-folder.ts'

const LABELS = 2_000
const PRINTED = 300
const WARM_UP = 50
const MEDIA = { widthMm: 102, heightMm: 152 }
const LANGUAGES = ['zpl', 'tspl', 'escpos', 'brother-ql'] as const
const END_OF_LABEL = '^XZ'
const PRINT_PATIENCE_MS = 10_000

/**
 * From a label's document to its bytes in every language, and from the scan that closes a carton to the
 * last byte of its label at a printer's port, through a whole host with its journals on disk.
 */
export async function benchLabel(): Promise<void> {
  for (const language of LANGUAGES) {
    const { samples, bytes } = await renderSamples(language)
    report(`label.${language}.bytes`, samples, { labels: LABELS, bytes, dpi: 203 })
  }
  const printed = await printSamples()
  report('label.confirm-to-last-byte', printed, {
    labels: PRINTED,
    language: 'zpl',
    durability: 'WAL, synchronous=FULL',
  })
}

function report(name: string, samples: number[], detail: Record<string, string | number>): void {
  for (const [label, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    printFigure({
      name: `${name}.${label}`,
      value: percentile(samples, share),
      unit: 'ms',
      ...detail,
    })
  }
}

async function renderSamples(
  language: (typeof LANGUAGES)[number],
): Promise<{ samples: number[]; bytes: number }> {
  const samples: number[] = []
  let bytes = 0
  for (let n = -WARM_UP; n < LABELS; n += 1) {
    const document = palletLabel(n + WARM_UP)
    const startedAt = performance.now()
    const { length } = await renderLabel(document, { language, dpi: 203, ...MEDIA })
    if (n >= 0) samples.push(performance.now() - startedAt)
    bytes = length
  }
  return { samples, bytes }
}

/** No two alike, as no two cartons are. */
function palletLabel(n: number) {
  const unitId = `3871234500${String(n).padStart(8, '0')}`
  return unitLabel({
    media: MEDIA,
    unitId,
    companyPrefix: '8712345',
    kind: 'pallet',
    copy: 1,
    sender: { name: 'Vloer & Interieur BV', address: 'Handelsweg 12, 1042 AB Amsterdam' },
    shipTo: {
      name: `Łukasz Weiß ${n}`,
      line1: 'Keizersgracht 112',
      postalCode: '1015 CV',
      city: 'Amsterdam',
      country: 'NL',
    },
    orderNumbers: [`SO-${n}`],
    region: 'NOORD',
    deliveryDate: '2026-07-29',
    grossGrams: 412_345,
    qrText: `LL1|${unitId}|1|SO-${n}|Łukasz Weiß ${n}|1015 CV Amsterdam|0123abcd`,
  })
}

async function printSamples(): Promise<number[]> {
  const folder = stationFolder({ actions: 0 })
  const sink = await startSink()
  const station = await startStation(
    {
      dataFolder: folder.path,
      identity: folder.identity,
      devices: {
        scanners: [],
        scales: [],
        printers: [
          {
            id: 'p1',
            language: 'zpl',
            link: `tcp://127.0.0.1:${sink.port}`,
            dpi: 203,
            status: 'none',
            ...MEDIA,
          },
        ],
      },
      port: 0,
      localToken: 'benchmark',
      pagesFolder: null,
      appVersion: '0.0.0-benchmark',
      isDemo: false,
    },
    {
      clock: systemClock,
      newId: uuidV7(systemClock),
      random: () => 0.5,
      office: httpOfficeClient({ url: NOBODY, token: () => null }),
      onTrouble: () => undefined,
    },
  )
  try {
    return await closeCartons(station, sink)
  } finally {
    await station.close()
    await sink.close()
    folder.remove()
  }
}

async function closeCartons(station: Station, sink: Sink): Promise<number[]> {
  const scan = (text: string) => {
    const done = station.bench.takeScan({ scannerId: 'benchmark', text })
    if (done?.became !== 'action') throw new Error(`${text} became ${String(done?.became)}`)
  }
  scan(BADGE)
  scan(LIST_CODE)
  const samples: number[] = []
  for (let n = -WARM_UP; n < PRINTED; n += 1) {
    scan(EAN)
    const printed = sink.next()
    const startedAt = performance.now()
    scan(commandCode('CLOSE'))
    const { at, zpl } = await printed
    if (n >= 0) samples.push(at - startedAt)
    const sscc = /\^FD\(00\)(\d{18})\^FS/.exec(zpl)?.[1]
    if (sscc === undefined) throw new Error('a label without its SSCC was printed')
    scan(`00${sscc}`)
  }
  return samples
}

type Sink = {
  port: number
  /** The next label, and when its last byte was there. */
  next: () => Promise<{ at: number; zpl: string }>
  close: () => Promise<void>
}

/** A printer's port that takes whatever comes. */
async function startSink(): Promise<Sink> {
  let text = ''
  let tell = (_label: { at: number; zpl: string }): void => {}
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      if (!text.includes(END_OF_LABEL)) return
      tell({ at: performance.now(), zpl: text })
      text = ''
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    next: () =>
      new Promise((resolve, reject) => {
        const cancel = systemClock.after(PRINT_PATIENCE_MS, () => {
          reject(new Error('no label came'))
        })
        tell = (label) => {
          cancel()
          resolve(label)
        }
      }),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
