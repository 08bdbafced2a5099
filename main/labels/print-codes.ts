import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { codeLabel } from '#contract/label/code-label.ts'
import { renderLabel } from './render-label.ts'

const USAGE = `usage: node main/labels/print-codes.ts --codes FILE --language zpl|tspl|escpos|brother-ql
  --size WIDTHxHEIGHT [--dpi 203|300|600] [--group NAME] [--house NAME] --out FILE
Makes a label of every code in the file, for places, badges and the words of the command sheet. What
comes out is for the printer as it is: send it to its port, or write it to /dev/usb/lp0.`

const CODES_MAX = 5_000

/** The file that `GET /v1/codes` of the virtual devices and the sheets know. */
const Codes = z
  .array(
    z.object({
      group: z.string(),
      name: z.string(),
      code: z.string().regex(/^[ -~]{1,60}$/),
      hint: z.string().optional(),
    }),
  )
  .max(CODES_MAX)

const Printer = z.object({
  language: z.enum(['zpl', 'tspl', 'escpos', 'brother-ql']),
  dpi: z.union([z.literal(203), z.literal(300), z.literal(600)]),
  widthMm: z.number().min(15).max(250),
  heightMm: z.number().min(15).max(1_000),
})

try {
  await printCodes()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function printCodes(): Promise<void> {
  const { values } = parseArgs({
    options: {
      codes: { type: 'string' },
      language: { type: 'string' },
      size: { type: 'string' },
      dpi: { type: 'string', default: '203' },
      group: { type: 'string' },
      house: { type: 'string', default: 'Loadline' },
      out: { type: 'string' },
    },
  })
  const { codes, out, size = '', house, group } = values
  if (codes === undefined || out === undefined) throw new Error(USAGE)
  const [widthMm, heightMm] = size.split('x').map(Number)
  const parsed = Printer.safeParse({
    language: values.language,
    dpi: Number(values.dpi),
    widthMm,
    heightMm,
  })
  if (!parsed.success) throw new Error(USAGE)
  const printer = parsed.data
  const jobs: Uint8Array[] = []
  for (const entry of Codes.parse(JSON.parse(readFileSync(codes, 'utf8')))) {
    if (group !== undefined && entry.group !== group) continue
    const { name: heading, hint: detail = '', code } = entry
    const document = codeLabel({ media: printer, code, heading, detail, caption: house })
    jobs.push(await renderLabel(document, printer))
  }
  // Badges open the bench, so nobody else on this machine reads them.
  writeFileSync(out, Buffer.concat(jobs), { mode: 0o600 })
  process.stderr.write(`${jobs.length} labels in ${out}\n`)
}
