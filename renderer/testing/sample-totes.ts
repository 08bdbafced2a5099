import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { ToteView, WorkView } from '#contract/rpc/work-view.ts'
import { SAMPLE_TIME, sampleBench, sampleSscc } from './sample-floor.ts'
import { firstLine, IDLE, packing, picking, type PickWork } from './sample-work.ts'

const ORDERS = ['LL-000247', 'LL-000251', 'LL-000258', 'LL-000260']

/** Orders picked together into totes, and benches without a printer, as sample screens show them. */

function totes(done: readonly number[]): ToteView[] {
  return done.map((count, index) => {
    const orderNumber = ORDERS[index % ORDERS.length] ?? ''
    return { tote: index + 1, orderNumber, done: count, requested: 6 }
  })
}

function intoTotes(changes: Partial<PickWork> = {}): PickWork {
  return picking({
    orderNumbers: ORDERS,
    unit: null,
    next: { ...firstLine(), tote: 2 },
    totes: totes([2, 1, 6, 0, 3, 6, 0, 0, 0, 1, 0, 0]),
    goesTo: null,
    ...changes,
  })
}

const HELD = { name: 'Oak plank 14 mm, natural', quantity: 2, tote: 3 }

const noPrinter = (): BenchView['devices'] =>
  sampleBench(0).devices.filter(({ kind }) => kind !== 'printer')

const UNLABELLED = [11, 12].map((serial) => ({
  unitId: sampleSscc(serial),
  kind: 'carton' as const,
  orderNumbers: ['LL-000239'],
  shipTo: 'Vloeren Discount Amsterdam',
}))

const URGENT: WorkView = {
  ...IDLE,
  lists: IDLE.lists.map((list, index) => ({ ...list, ...dueAt(index) })),
}

function dueAt(index: number) {
  const cutOffAt = new Date(SAMPLE_TIME + (index === 3 ? 58 : -30) * 60_000).toISOString()
  return { due: (['overdue', 'today', 'today'] as const)[index] ?? ('later' as const), cutOffAt }
}

export const TOTE_SAMPLES = {
  totes: { mode: 'pick', work: intoTotes() },
  'totes-in-hand': { mode: 'pick', work: intoTotes({ goesTo: { ...HELD, isRight: false } }) },
  'totes-right': { mode: 'pick', work: intoTotes({ goesTo: { ...HELD, isRight: true } }) },
  'totes-last': { mode: 'pick', work: { ...IDLE, goesTo: { ...HELD, isRight: false } } },
  'totes-packing': {
    mode: 'pack',
    work: packing({ orderNumbers: ORDERS, next: { ...firstLine(), tote: 2 } }),
  },
  'alert-wrong-tote': {
    mode: 'pick',
    work: intoTotes({ goesTo: { ...HELD, isRight: false } }),
    alert: {
      code: 'wrong-product',
      tone: 'wrong',
      reason: 'wrong-tote',
      detail: { scanned: 2, name: HELD.name, tote: 3 },
      message: 'The same in plain English.',
      meanwhile: [],
    },
  },
  'idle-urgent': { work: URGENT },
  'idle-unlabelled': { work: { ...IDLE, unlabelled: UNLABELLED } },
  'weigh-by-hand': { work: packing(), settings: { autoClose: false, idleSignOutMinutes: 15 } },
  'weigh-absent': { work: packing(), scale: { state: 'absent', grams: null } },
  'weigh-no-printer': { work: packing(), devices: noPrinter() },
  'prompt-labels': {
    work: IDLE,
    prompt: { kind: 'labels-missing', unitIds: UNLABELLED.map(({ unitId }) => unitId) },
  },
  'prompt-short-packing': {
    mode: 'pack',
    work: packing(),
    prompt: {
      kind: 'short-reason',
      sku: 'OAK-14-NAT',
      name: 'Oak plank 14 mm, natural',
      quantity: 2,
      isPicked: true,
    },
  },
} as const satisfies Record<string, Partial<BenchView>>
