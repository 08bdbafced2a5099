import type { Clock } from '../../clock.ts'
import type { PrintConversation } from './print-conversation.ts'
import type { PrinterDialect, PrinterQuestion } from './printer-dialect.ts'
import { mergeReports, report, trouble } from './printer-report.ts'
import type { PrinterReport, PrinterTrouble } from './printer-report.ts'

/** How long a printer that answers may take to say that the label is out. */
export const PRINT_VERIFY_TIMEOUT_MS = 15_000
export const PRINT_VERIFY_EVERY_MS = 300

/** How long a person may take to load labels or close the head, with the label still to come out. */
export const PRINT_ATTENTION_TIMEOUT_MS = 120_000

/** What stands between a printer and its label, or what it said when nothing does. */
export type PrinterAnswer = { silent: boolean; report: PrinterReport }

export type Confirmation = { isPrinted: boolean; trouble: PrinterTrouble | null }

/** Every question in turn; the first that is not answered makes the printer silent. */
export async function askPrinter(
  conversation: PrintConversation,
  dialect: PrinterDialect,
): Promise<PrinterAnswer> {
  const reports: PrinterReport[] = []
  for (const question of dialect.questions) {
    const answer = await conversation.ask(question)
    if (answer === null) return { silent: true, report: silence(dialect) }
    reports.push(answer)
  }
  if (dialect.details !== undefined && reports.some(({ faults }) => faults.length > 0)) {
    const details = await conversation.ask(dialect.details)
    // Their words come first: where both tell of the same trouble, these know more of it.
    if (details !== null) reports.unshift(details)
  }
  return { silent: false, report: mergeReports(reports) }
}

type Parts = {
  conversation: PrintConversation
  dialect: PrinterDialect
  clock: Clock
  /** Where in what was heard the label's first byte was sent. */
  sentAt: number
  /** A person must act, or all is well again. */
  onAttention: (trouble: PrinterTrouble | null) => void
}

/**
 * Waits until the printer says that the label is out. While it says that a person must act it is given
 * minutes: it prints by itself once they have, and once only, because nothing is sent again.
 */
export async function confirmPrinted(parts: Parts): Promise<Confirmation> {
  const { clock, conversation, onAttention } = parts
  const startedAtMs = clock.monotonicMs()
  const atTheLatestMs = startedAtMs + PRINT_ATTENTION_TIMEOUT_MS + PRINT_VERIFY_TIMEOUT_MS
  let giveUpAtMs = startedAtMs + PRINT_VERIFY_TIMEOUT_MS
  const look = createLook(parts)
  let last = null as PrinterTrouble | null
  while (!conversation.isOver() && clock.monotonicMs() < Math.min(giveUpAtMs, atTheLatestMs)) {
    await pause(parts)
    const { isPrinted, trouble: found }: Confirmation = await look()
    if (isPrinted) return { isPrinted, trouble: null }
    if (conversation.isOver()) break
    if (found?.code !== last?.code) {
      const patienceMs = found === null ? PRINT_VERIFY_TIMEOUT_MS : PRINT_ATTENTION_TIMEOUT_MS
      giveUpAtMs = clock.monotonicMs() + patienceMs
      onAttention(found)
    }
    last = found
  }
  return { isPrinted: false, trouble: last }
}

/** Waits a moment, or until the printer says by itself that the label is out. */
function pause({ conversation, dialect, sentAt }: Parts): Promise<true | null> {
  return conversation.until(PRINT_VERIFY_EVERY_MS, () => {
    const pushed = dialect.readPushed(conversation.heardSince(sentAt))
    return pushed.some(({ saysDone }) => saysDone) ? true : undefined
  })
}

/** One look at how far the printer is, in the way its language has. */
function createLook(parts: Parts): () => Promise<Confirmation> {
  const { dialect } = parts
  switch (dialect.ending.by) {
    case 'asking':
      return lookByAsking(parts, dialect.ending.calmLooks)
    case 'turn':
      return lookByTurn(parts, dialect.ending.question)
    default:
      return lookByPush(parts)
  }
}

/**
 * Two calm answers in a row behind work that was seen, as many as its language needs where none was: the
 * first may have been given before the label was looked at.
 */
function lookByAsking(
  { conversation, dialect }: Parts,
  unseenLooks: number,
): () => Promise<Confirmation> {
  let calm = 0
  let calmNeeded = unseenLooks
  return async () => {
    const { report: said } = await askPrinter(conversation, dialect)
    const [first = null] = said.faults
    if (said.isIdle === false) calmNeeded = 2
    calm = first === null && said.isIdle === true && !said.isPartial ? calm + 1 : 0
    return { isPrinted: calm >= calmNeeded, trouble: first }
  }
}

/** Asked once behind the label; until that is answered the other questions say what is in the way. */
function lookByTurn(
  { conversation, dialect, sentAt }: Parts,
  question: PrinterQuestion,
): () => Promise<Confirmation> {
  let asked: number | null = null
  let isAnswered = false
  return async () => {
    if (asked === null) {
      asked = conversation.mark()
      isAnswered = (await conversation.ask(question)) !== null
    }
    isAnswered ||= question.read(conversation.heardSince(asked)) !== undefined
    const { report: said, silent } = await askPrinter(conversation, dialect)
    const pushed = dialect.readPushed(conversation.heardSince(sentAt)).at(-1)
    const [first = null] = silent && pushed !== undefined ? pushed.faults : said.faults
    return { isPrinted: isAnswered && !silent && first === null, trouble: first }
  }
}

/** Only listens: an answer to a question could be taken for a part of the label, or stop it. */
function lookByPush({ conversation, dialect, sentAt }: Parts): () => Promise<Confirmation> {
  return async () => {
    const pushed = dialect.readPushed(conversation.heardSince(sentAt))
    const [first = null] = pushed.at(-1)?.faults ?? []
    return { isPrinted: pushed.some(({ saysDone }) => saysDone), trouble: first }
  }
}

function silence(dialect: PrinterDialect): PrinterReport {
  return report({ faults: [trouble('no-answer', dialect.silence)] })
}
