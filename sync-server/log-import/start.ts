import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ImportedLog } from '#contract/http/station-log-routes.ts'
import { LOG_FILE_TYPE } from '#contract/sync/log-file.ts'

const USAGE =
  'usage: npm run import-log -- FILE --server URL, with LOADLINE_ADMIN_TOKEN or a token of scope stations:write in it'

/** Something of the file waits for a person. */
const EXIT_TROUBLES = 1
/** Nothing, or not all of it, was taken in. */
const EXIT_FAILED = 2

/** Hands a station's file to the office and says in words what became of it; the whole answer on stdout. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { server: { type: 'string' } },
    allowPositionals: true,
  })
  const [file] = positionals
  const token = process.env['LOADLINE_ADMIN_TOKEN'] ?? ''
  if (file === undefined || values.server === undefined || token === '') throw new Error(USAGE)
  const answer = await fetch(new URL('/v1/station-logs', values.server), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': LOG_FILE_TYPE },
    body: await readFile(file),
  })
  const text = await answer.text()
  process.stdout.write(`${text}\n`)
  if (!answer.ok) {
    say(`The office took nothing more of it: ${detailOf(text)}`)
    return EXIT_FAILED
  }
  const { name, actions, accepted, excepted, refused, replayed } = ImportedLog.parse(
    JSON.parse(text),
  )
  say(
    `${name}: ${actions} actions, ${accepted} accepted, ${excepted} with a task for a person, ` +
      `${refused} refused. ${replayed} of them were known before.`,
  )
  return excepted + refused === 0 ? 0 : EXIT_TROUBLES
}

function detailOf(text: string): string {
  try {
    const { title, detail } = JSON.parse(text) as { title?: unknown; detail?: unknown }
    return `${String(title)}: ${String(detail)}`
  } catch {
    return text.slice(0, 200)
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = EXIT_FAILED
  },
)
