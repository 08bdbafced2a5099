import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { writeSheets } from './sheets/write-sheets.ts'

const USAGE = 'usage: node scripts/sheets.ts --codes FILE --out DIR [--house NAME] [--no-pdf]'

const Codes = z.array(
  z.object({
    group: z.string(),
    name: z.string(),
    code: z.string(),
    hint: z.string().optional(),
  }),
)

try {
  const { values } = parseArgs({
    options: {
      codes: { type: 'string' },
      out: { type: 'string' },
      house: { type: 'string' },
      'no-pdf': { type: 'boolean' },
    },
  })
  if (values.codes === undefined || values.out === undefined) throw new Error(USAGE)
  const codes = Codes.parse(JSON.parse(readFileSync(values.codes, 'utf8')))
  const files = writeSheets(codes, {
    folder: values.out,
    house: values.house ?? 'Loadline',
    isPdf: values['no-pdf'] !== true,
  })
  for (const file of files) process.stderr.write(`sheets: ${file}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
