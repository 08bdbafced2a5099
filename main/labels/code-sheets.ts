import {
  commandCode,
  COMMANDS,
  encodeLoadlineCode,
  LOADLINE_PAYLOAD_MAX,
  quantityCode,
  reasonCode,
  REASONS,
  toteCode,
} from '#contract/barcode/loadline-code.ts'
import { codeLabel } from '#contract/label/code-label.ts'
import {
  CODE_LABELS_MAX,
  type CodeSheetAnswer,
  type CodeSheetInput,
  type CodeSheetName,
} from '#contract/rpc/code-sheet.ts'
import type { PrintJob, PrintResult } from '../devices/printer/printer-driver.ts'
import type { NewId } from '../ids.ts'
import type { SupervisorCheck } from '../refusals/supervisor-check.ts'
import type { CacheStore } from '../store/cache-store.ts'
import type { StationView } from '../store/view.ts'
import type { LabelPrinter } from './print-holds.ts'
import { renderLabel } from './render-label.ts'

type CodeSheetParts = {
  view: StationView
  cache: CacheStore
  supervisors: SupervisorCheck
  printers: readonly LabelPrinter[]
  print: (printerId: string, job: PrintJob) => Promise<PrintResult>
  newId: NewId
  signedIn: () => string | null
  onTrouble: (text: string) => void
}

export type CodeSheets = { print: (input: CodeSheetInput) => Promise<CodeSheetAnswer> }

type Code = { name: string; code: string }

/** Quantities and places on a trolley that a sheet has. */
const QUANTITIES = 12
const TOTES = 12

/** Prints codes on the bench's first label printer, for a supervisor. They are no units and are not logged. */
export function codeSheets(parts: CodeSheetParts): CodeSheets {
  const { view, supervisors, printers, signedIn } = parts
  return {
    print: async ({ sheet, words, ...who }) => {
      const ref = signedIn()
      const operator = ref === null ? null : (view.get('operator', ref) ?? null)
      const checked = await supervisors.check(who, view, operator)
      if (!checked.ok) return { accepted: false, trouble: checked.trouble }
      const [printer] = printers
      if (printer === undefined) return { accepted: true, labels: 0, trouble: 'no-printer' }
      const codes = codesOf(sheet, parts)
      const [first, ...rest] = codes
      if (first === undefined) return { accepted: true, labels: 0, trouble: 'nothing-to-print' }
      const send = (code: Code) => printCode(code, words[code.name] ?? code.name, printer, parts)
      if (!(await send(first))) return { accepted: true, labels: 0, trouble: 'printer-not-ready' }
      // A screen need not wait for two hundred labels; what stops them, the printer's own state says.
      void printRest(rest, send)
      return { accepted: true, labels: codes.length, trouble: null }
    },
  }
}

async function printRest(
  codes: readonly Code[],
  send: (code: Code) => Promise<boolean>,
): Promise<void> {
  for (const code of codes) if (!(await send(code))) return
}

/** False once the printer has taken no more; what may have come out is on the roll for everybody to see. */
async function printCode(
  { name, code }: Code,
  heading: string,
  printer: LabelPrinter,
  { print, newId, onTrouble }: CodeSheetParts,
): Promise<boolean> {
  const detail = heading === name ? '' : name
  const document = codeLabel({ media: printer, code, heading, detail, caption: 'Loadline' })
  const bytes = await renderLabel(document, printer)
  const { outcome, detail: why } = await print(printer.id, { jobId: newId(), bytes })
  if (outcome === 'sent' || outcome === 'printed') return true
  onTrouble(`the code ${name} was not printed: ${why}`)
  return false
}

function codesOf(sheet: CodeSheetName, { view, cache }: CodeSheetParts): Code[] {
  switch (sheet) {
    case 'commands':
      return COMMANDS.map((name) => ({ name, code: commandCode(name) }))
    case 'reasons':
      return REASONS.map(({ name }) => ({ name, code: reasonCode(name) }))
    case 'quantities':
      return upTo(QUANTITIES).map((count) => ({ name: `× ${count}`, code: quantityCode(count) }))
    case 'totes':
      return upTo(TOTES).map((place) => ({ name: `T${place}`, code: toteCode(place) }))
    case 'lists':
      return view
        .pickLists()
        .filter(({ status }) => status === 'open' || status === 'claimed')
        .map(({ code, orders }) => ({ name: orders[0]?.orderNumber ?? code, code }))
        .slice(0, CODE_LABELS_MAX)
    default:
      return placesOf(cache)
  }
}

/** Shelves by their names; one whose name no code can hold is left out. */
function placesOf(cache: CacheStore): Code[] {
  const names = new Set(cache.all('product').flatMap(({ doc }) => doc.location ?? []))
  return [...names]
    .toSorted()
    .map((name) => ({ name, payload: name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '') }))
    .filter(({ payload }) => payload.length > 0 && payload.length <= LOADLINE_PAYLOAD_MAX)
    .slice(0, CODE_LABELS_MAX)
    .map(({ name, payload }) => ({ name, code: encodeLoadlineCode('location', payload) }))
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
