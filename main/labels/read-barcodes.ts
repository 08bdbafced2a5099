import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

export type Barcode = {
  text: string
  /** AIM identifier, e.g. `]C1` for GS1-128 and `]Q1` for a QR code. */
  symbology: string
  format: string
  bytes: Uint8Array
}

/** Codes on one picture; a label of ours has two or three. */
const BARCODES_MAX = 20

/** Finds and reads every barcode on a PNG, as an independent scanner would. */
export async function readBarcodes(png: Uint8Array): Promise<Barcode[]> {
  const zxing = await loadReader()
  const found = await zxing.readBarcodes(new Uint8Array(png), {
    formats: [],
    tryHarder: true,
    maxNumberOfSymbols: BARCODES_MAX,
    // A GS1 code as a scanner sends it, separators and all, not in its bracketed form.
    textMode: 'Plain',
  })
  return found
    .filter((code) => code.isValid)
    .map((code) => ({
      text: code.text,
      symbology: code.symbologyIdentifier,
      format: code.format,
      bytes: code.bytes,
    }))
}

let reader: Promise<typeof import('zxing-wasm/reader')> | null = null

/** By itself the library would fetch its program from the network; it is given the file instead. */
function loadReader(): Promise<typeof import('zxing-wasm/reader')> {
  reader ??= (async () => {
    const zxing = await import('zxing-wasm/reader')
    const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
    const wasm = await readFile(path)
    const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)
    await zxing.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
    return zxing
  })()
  return reader
}
