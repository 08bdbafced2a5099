import { afterEach, expect, test } from 'vitest'
import type { LabelDocument } from '#contract/label/label-document.ts'
import { systemClock } from '../clock.ts'
import { PrinterConfig } from '../devices/device-config.ts'
import { openTcpLink } from '../devices/link/tcp-link.ts'
import { startPrinter } from '../devices/printer/start-printer.ts'
import { startVirtualPrinter, type VirtualLabel } from '../devices/virtual/virtual-printer.ts'
import { LANGUAGES } from '../testing/printed-label.ts'
import { rasterToPng } from './raster-png.ts'
import { readBarcodes } from './read-barcodes.ts'
import { renderLabel } from './render-label.ts'
import { renderZpl } from './render-zpl.ts'

const MEDIA = { widthMm: 102, heightMm: 152 }

/** Two hundred characters with all that one of the four languages could take for its own. */
const AWKWARD =
  '^XZ~JR_5E"\\["]\\\r\nPRINT 1,1\r\nZażółć gęślą jaźń Größe ẞ Ξεσκεπάζω την ψυχοφθόρα'.padEnd(
    200,
    '~^"\\ ',
  )

const cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

test.each(LANGUAGES)(
  '[FAULT-9] awkward text goes through the driver and a port to a %s printer and is read off its label',
  async (language) => {
    const outcome = Promise.withResolvers<VirtualLabel>()
    const virtual = await startVirtualPrinter({
      port: 0,
      language,
      answersStatus: true,
      onLabel: outcome.resolve,
    })
    cleanUp.push(virtual.close)
    const link = `tcp://127.0.0.1:${virtual.port}`
    const config = PrinterConfig.parse({ id: 'p1', language, link, ...MEDIA })
    const target = { host: '127.0.0.1', port: virtual.port }
    const printer = startPrinter(config, {
      clock: systemClock,
      open: () => openTcpLink(target, systemClock),
      onState: () => {},
    })
    cleanUp.push(printer.close)

    const document: LabelDocument = {
      ...MEDIA,
      elements: [
        { kind: 'qr', xMm: 10, yMm: 10, moduleMm: 0.5, text: AWKWARD },
        { kind: 'text', xMm: 5, yMm: 90, fontMm: 3, text: AWKWARD, widthMm: 92, maxLines: 9 },
      ],
    }
    const bytes = await renderLabel(document, config)
    expect(await printer.print({ jobId: 'j1', bytes })).toMatchObject({ outcome: 'sent' })

    const label = await outcome.promise
    const png =
      label.kind === 'zpl'
        ? await renderZpl(Buffer.from(label.zpl), { ...MEDIA, dpi: 203 })
        : rasterToPng(label.picture.picture)
    expect(await readBarcodes(png)).toMatchObject([{ symbology: ']Q1', text: AWKWARD }])
    expect(virtual.printedCount()).toBe(1)
  },
)
