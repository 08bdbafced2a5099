import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { demoCodes } from './demo/demo-codes.ts'
import { readHouse } from './demo/demo-house.ts'
import { officeCalls } from './demo/office-calls.ts'
import { postDemo } from './demo/post-demo.ts'
import { writeSheets } from './sheets/write-sheets.ts'

const USAGE = 'usage: LOADLINE_ADMIN_TOKEN=… node scripts/demo.ts --server URL [--out FILE]'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { server: { type: 'string' }, out: { type: 'string' } },
  })
  const token = process.env['LOADLINE_ADMIN_TOKEN'] ?? ''
  if (values.server === undefined || token === '') throw new Error(USAGE)
  const office = officeCalls(values.server, token)
  const say = (line: string) => process.stderr.write(`demo: ${line}\n`)
  const { badges } = await postDemo(office, say)
  if (values.out === undefined) return
  const codes = await demoCodes(office, badges)
  writeFileSync(values.out, `${JSON.stringify(codes, null, 2)}\n`, { mode: 0o600 })
  say(`${codes.length} codes to scan in ${values.out}`)
  const folder = join(dirname(resolve(values.out)), 'sheets')
  const house = readHouse().warehouse.name
  for (const file of writeSheets(codes, { folder, house, isPdf: true })) say(file)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
