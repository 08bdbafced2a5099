import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  commandCode,
  COMMANDS,
  quantityCode,
  reasonCode,
  REASONS,
} from '#contract/barcode/loadline-code.ts'

const CODES_MAX = 5_000
const FETCH_TIMEOUT_MS = 5_000

const ClickCode = z.object({
  group: z.string().min(1).max(60),
  name: z.string().min(1).max(200),
  code: z.string().min(1).max(600),
})
export type ClickCode = z.infer<typeof ClickCode>

const CodeList = z.array(ClickCode).max(CODES_MAX)
const CodeFile = z.union([CodeList, z.object({ items: CodeList }).transform(({ items }) => items)])

/**
 * What the page offers to click: the configured list, looked at anew each time so that it may be
 * written later, with Loadline's own commands where it has none of that group.
 */
export async function readClickCodes(source: string | undefined): Promise<ClickCode[]> {
  const listed = source === undefined ? [] : await readSource(source)
  const groups = new Set(listed.map((code) => code.group))
  return [...listed, ...spokenCodes().filter((code) => !groups.has(code.group))]
}

async function readSource(source: string): Promise<ClickCode[]> {
  try {
    if (!/^https?:\/\//.test(source))
      return CodeFile.parse(JSON.parse(await readFile(source, 'utf8')))
    const response = await fetch(source, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
    return CodeFile.parse(await response.json())
  } catch {
    // A list that is not there yet, or is being written, is no list; the page asks again.
    return []
  }
}

function spokenCodes(): ClickCode[] {
  return [
    ...COMMANDS.map((name) => ({ group: 'Commands', name, code: commandCode(name) })),
    ...[2, 3, 5, 10, 12].map((quantity) => ({
      group: 'Quantities',
      name: `× ${quantity}`,
      code: quantityCode(quantity),
    })),
    ...REASONS.map(({ name }) => ({ group: 'Reasons', name, code: reasonCode(name) })),
  ]
}
