import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandCode, encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import { pictureJobs } from '../testing/printed-label.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { rasterToPng } from './raster-png.ts'
import { readBarcodes } from './read-barcodes.ts'

test('places and commands come out of the program as labels that scan', async () => {
  const folder = tempFolder()
  const codes = join(folder, 'codes.json')
  const out = join(folder, 'labels.bin')
  const place = encodeLoadlineCode('location', 'A042')
  writeFileSync(
    codes,
    JSON.stringify([
      { group: 'Places', name: 'A-04-2', code: place, hint: 'Rack A, bay 4' },
      { group: 'Commands', name: 'CLOSE', code: commandCode('CLOSE') },
    ]),
  )
  const program = join(import.meta.dirname, 'print-codes.ts')
  const flags = ['--codes', codes, '--language', 'tspl', '--size', '62x29', '--out', out]
  execFileSync(process.execPath, [program, ...flags])
  const labels = pictureJobs('tspl', 203)
    .feed(readFileSync(out))
    .flatMap((event) => (event.kind === 'label' ? [event.label] : []))
  const read = await Promise.all(
    labels.map(async ({ picture }) => (await readBarcodes(rasterToPng(picture)))[0]?.text),
  )
  expect(read).toEqual([place, commandCode('CLOSE')])
})
