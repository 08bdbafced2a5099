import type { ImportedRow } from '#contract/http/intent-import-routes.ts'
import { toCsv } from '#contract/to-csv.ts'
import { instantOf } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import { recordAudit } from '../identity/audit.ts'
import type { Office } from '../office.ts'
import { importIntents } from '../orders/index.ts'
import { type Places, putAway, type Taken } from './places.ts'
import { readFileText } from './read-file.ts'

/** `partly`: the file was read, and some of its orders were refused. */
export const FILE_OUTCOMES = ['done', 'partly', 'failed'] as const
export type FileOutcome = (typeof FILE_OUTCOMES)[number]

/**
 * Imports one file as a call of the API would, and puts it away with what is to be said of it. Throws where the
 * office itself could not: the file stays taken, and is tried again.
 */
export async function importFile(
  office: Office,
  places: Places,
  { taken, caller }: { taken: Taken; caller: string },
): Promise<FileOutcome> {
  const { log, deps } = office
  const file = taken.name
  const stamp = instantOf(deps.clock.now()).replaceAll(/[-:]|\.\d+/g, '')
  const fail = async (why: string): Promise<FileOutcome> => {
    await putAway(places.failed, taken, { stamp, suffix: '.reason.txt', text: `${why}\n` })
    log.warn({ file, caller, why }, 'a file of intents was not taken')
    return 'failed'
  }
  const read = await readFileText(taken.path)
  if (!read.ok) return fail(read.error)
  const { text, encoding } = read.value
  try {
    const change = changeAs(office, { caller, file })
    const { report, ...counts } = await importIntents(office, { text, change })
    await putAway(places.done, taken, { stamp, suffix: '.report.csv', text: reportOf(report) })
    log.info({ file, caller, encoding, ...counts }, 'a file of intents was imported')
    return counts.refused === 0 ? 'done' : 'partly'
  } catch (error) {
    if (error instanceof Problem) return fail(error.message)
    throw error
  }
}

/** Changes as the folder: each order in a transaction of its own, with a line in the audit trail. */
function changeAs(
  { store, deps }: Office,
  { caller, file }: { caller: string; file: string },
): Office['store']['transaction'] {
  const requestId = deps.newId()
  const audit = { who: caller, operation: 'importOrderIntents', target: file, requestId }
  return async (work) => {
    // The embedded database answers without a pause: calls that came in meanwhile get their turn.
    await deps.sleep(0)
    return store.transaction(async (tx) => {
      const done = await work(tx)
      const at = instantOf(deps.clock.now())
      await recordAudit(tx, { at, ...audit, body: {}, before: null })
      return done
    })
  }
}

function reportOf(report: readonly ImportedRow[]): string {
  const head = ['row', 'orderIntentId', 'outcome', 'orderNumber', 'code', 'detail']
  return toCsv(
    head,
    report.map(({ row, orderIntentId, outcome, orderNumber, code, detail }) => {
      return [row, orderIntentId, outcome, orderNumber ?? '', code ?? '', detail ?? '']
    }),
  )
}
