import { useSyncExternalStore } from 'react'
import { CallProblem, send, type CallAnswer } from '../../../api.ts'
import { partsOf, partText, type ImportFile, type OrderRows } from './import-parts.ts'

type PartAnswer = CallAnswer<'POST /v1/order-intents/import'>
export type ReportRow = PartAnswer['report'][number]

/** One import of this window, from the first part to the report. */
export type ImportRun = {
  name: string
  file: ImportFile
  state: 'running' | 'stopping' | 'stopped' | 'done' | 'broken'
  rowsDone: number
  orders: number
  waiting: number
  replayed: number
  refused: number
  ignoredColumns: readonly string[]
  report: readonly ReportRow[]
  /** True while the office does not answer and the part is sent again. */
  isRetrying: boolean
  /** Why it broke off. */
  error: unknown
}

/** Tries of one part before the import breaks off; sending it again changes nothing. */
const PART_TRIES_MAX = 6
const RETRY_PAUSE_MS = 1_000

let run: ImportRun | null = null
const listeners = new Set<() => void>()

/** The import of this window; it goes on while other pages are looked at. */
export function useImportRun(): ImportRun | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => run,
  )
}

/** Ends it after the part that is under way. */
export function stopImport(): void {
  if (run?.state === 'running') change({ state: 'stopping' })
}

export function forgetImport(): void {
  run = null
  tell()
}

/** Sends a file part by part. Whole orders only, one part after the other, so that stock goes to who stands first. */
export async function startImport(name: string, file: ImportFile): Promise<void> {
  run = { name, file, state: 'running', ...NOTHING }
  tell()
  addEventListener('beforeunload', askFirst)
  try {
    for (const part of partsOf(file.orders)) {
      if (run.state === 'stopping') break
      await sendPart(file, part)
    }
    change({ state: isStopping() ? 'stopped' : 'done' })
  } catch (error) {
    change({ state: 'broken', error })
  } finally {
    removeEventListener('beforeunload', askFirst)
  }
}

const NOTHING = {
  rowsDone: 0,
  orders: 0,
  waiting: 0,
  replayed: 0,
  refused: 0,
  ignoredColumns: [],
  report: [],
  isRetrying: false,
  error: null,
}

function isStopping(): boolean {
  return run?.state === 'stopping'
}

/**
 * One row that is no CSV spoils the part it is in: then each half is sent by itself, down to the order that is to blame.
 * What is wrong with the file as a whole, as a column that is missing, breaks the import off.
 */
async function sendPart(file: ImportFile, part: readonly OrderRows[]): Promise<void> {
  try {
    add(await postPart(partText(file, part)), rowsOf(part))
  } catch (error) {
    if (!isBadCsv(error)) throw error
    const [only] = part
    if (part.length === 1 && only !== undefined) {
      add(refusal(only, error), rowsOf(part))
      return
    }
    const middle = Math.ceil(part.length / 2)
    await sendPart(file, part.slice(0, middle))
    await sendPart(file, part.slice(middle))
  }
}

function isBadCsv(error: unknown): error is CallProblem {
  if (!(error instanceof CallProblem) || error.code !== 'invalid-request') return false
  return !error.errors.some(({ path }) => path === 'header')
}

function refusal({ orderIntentId, records }: OrderRows, error: CallProblem): PartAnswer {
  const reason = { code: 'invalid-request', detail: error.message } as const
  return {
    rows: records.length,
    orders: 0,
    replayed: 0,
    refused: 1,
    ignoredColumns: [],
    report: records.map(({ row }) => ({ row, orderIntentId, outcome: 'refused', ...reason })),
  }
}

async function postPart(text: string): Promise<PartAnswer> {
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await send('POST', '/v1/order-intents/import', text, 'text/csv')
      change({ isRetrying: false })
      return (await response.json()) as PartAnswer
    } catch (error) {
      const isBusy = error instanceof CallProblem && (error.status === 0 || error.status >= 500)
      if (!isBusy || tries === PART_TRIES_MAX) throw error
      change({ isRetrying: true })
      await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS * tries))
    }
  }
}

function rowsOf(part: readonly OrderRows[]): number {
  return part.reduce((sum, { records }) => sum + records.length, 0)
}

/** Outcomes are of orders, and an order may have many rows. */
function add(answer: PartAnswer, rows: number): void {
  if (run === null) return
  const waiting = new Set(
    answer.report.flatMap((row) => (row.outcome === 'backordered' ? row.orderIntentId : [])),
  )
  change({
    rowsDone: run.rowsDone + rows,
    orders: run.orders + answer.orders,
    waiting: run.waiting + waiting.size,
    replayed: run.replayed + answer.replayed,
    refused: run.refused + answer.refused,
    ignoredColumns: run.ignoredColumns.length > 0 ? run.ignoredColumns : answer.ignoredColumns,
    report: [...run.report, ...answer.report],
  })
}

function change(changed: Partial<ImportRun>): void {
  if (run === null) return
  run = { ...run, ...changed }
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
