import {
  commandCode,
  type CommandName,
  reasonCode,
  type ReasonName,
  reasonsFor,
} from '#contract/barcode/loadline-code.ts'
import { unitQr } from '#contract/barcode/unit-qr.ts'
import type { Product } from '#contract/documents/master-data.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { PracticeHint } from '#contract/rpc/practice-view.ts'
import { PROMPT_REASON_PURPOSE, type Prompt } from '#contract/rpc/prompt-view.ts'
import { signUnitText } from '../labels/unit-signature.ts'
import { PRACTICE_QR_KEY, type PracticeSet } from './practice-set.ts'

type Hints = { next: PracticeHint | null; wrong: PracticeHint | null; short: PracticeHint | null }
type Work<Kind extends string> = Extract<BenchView['work'], { kind: Kind }>

/** Any number does in practice. */
const SEAL = 'PRACTICE-SEAL-1'

/** What to scan or weigh now, what would be wrong here, and whether something can be missing. */
export function practiceHints(bench: BenchView, set: PracticeSet): Hints {
  if (bench.alert !== null) return only(command('ACK'))
  if (bench.prompt !== null) return only(answerTo(bench.prompt, set))
  const { work } = bench
  switch (work.kind) {
    case 'signed-out':
      return only(hint('badge', '', set.badge))
    case 'idle':
      return only(nextWork(work))
    case 'pallet':
      return only(command(work.pallet.cartons.length > 0 ? 'CLOSE' : 'CANCEL'))
    case 'loading':
      return loadHints(work, set)
    default:
      return listHints(work, set)
  }
}

function listHints(work: Work<'picking' | 'packing'>, set: PracticeSet): Hints {
  const { toVerify, next, unit } = work
  const stray = productHint(set.strayProduct)
  if (toVerify !== null) {
    if (toVerify.printState === 'failed' || toVerify.printState === 'unknown') {
      return only(command('REPRINT'))
    }
    return { next: label(toVerify), wrong: label({ ...toVerify, copy: 9 }), short: null }
  }
  if (next === null) {
    const isFull = unit !== null && unit.contents.length > 0
    if (!isFull) return only(command('CANCEL'))
    const { expectedGrams } = unit
    const heavy = { thing: 'scale', name: '', code: null } as const
    return {
      next: { ...heavy, grams: expectedGrams },
      wrong: { ...heavy, grams: expectedGrams + WRONG_BY_GRAMS },
      short: null,
    }
  }
  const product = set.documents.find(({ kind, id }) => kind === 'product' && id === next.sku)
  const right = product?.kind === 'product' ? productHint(product.doc) : null
  return { next: right, wrong: stray, short: command('SHORT') }
}

/** Clearly more than any tolerance of the practice goods. */
const WRONG_BY_GRAMS = 1_500

function loadHints({ missing }: Work<'loading'>, set: PracticeSet): Hints {
  const [first] = missing
  const wrong = label({ unitId: set.strayUnitId, copy: 1 })
  if (first === undefined) return { next: command('CONFIRM'), wrong, short: null }
  return { next: label({ unitId: first.unitId, copy: 1 }), wrong, short: null }
}

function nextWork({ lists, loads }: Work<'idle'>): PracticeHint {
  const [list] = lists
  if (list !== undefined) return hint('list', list.code, list.code)
  const load = loads.find(({ units, expected }) => units < expected || expected > 0)
  return load === undefined ? command('SIGNOUT') : hint('load', load.number, load.code)
}

function answerTo(prompt: Prompt, set: PracticeSet): PracticeHint | null {
  switch (prompt.kind) {
    case 'override':
      if (prompt.step === 'badge') return hint('supervisor', '', set.supervisorBadge)
      // Digits are typed on the screen; the guide says which.
      return prompt.step === 'pin' ? null : reason('HEAVY')
    case 'short-reason':
    case 'declare-reason':
    case 'reprint-reason':
    case 'unload-reason': {
      const [first] = reasonsFor(PROMPT_REASON_PURPOSE[prompt.kind])
      return first === undefined ? command('CANCEL') : reason(first)
    }
    case 'labels-missing':
      return command('NO')
    case 'print-in-doubt':
      return command('YES')
    case 'seal':
      return hint('seal', SEAL, SEAL)
    // What is packed can be loaded first; for what is not, practice would wait for ever.
    case 'confirm-missing':
      return command(prompt.missing.length > 0 ? 'CANCEL' : 'CONFIRM')
    default:
      return command('CANCEL')
  }
}

function label({ unitId, copy }: { unitId: string; copy: number }): PracticeHint {
  const fields = { unitId, copy, orderNumber: 'PRACTICE', name: '', address: '' }
  return hint(
    'label',
    unitId,
    unitQr(fields, (text) => signUnitText(PRACTICE_QR_KEY, text)),
  )
}

function productHint({ name, barcodes }: Product): PracticeHint {
  return hint('product', name, barcodes[0]?.code ?? '')
}

function command(name: CommandName): PracticeHint {
  return hint('command', name, commandCode(name))
}

function reason(name: ReasonName): PracticeHint {
  return hint('reason', name, reasonCode(name))
}

function hint(thing: PracticeHint['thing'], name: string, code: string): PracticeHint {
  return { thing, name, code, grams: null }
}

function only(next: PracticeHint | null): Hints {
  return { next, wrong: null, short: null }
}
