import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { PalletView, WorkView } from '#contract/rpc/work-view.ts'
import { sampleSscc } from './sample-floor.ts'

type Carton = PalletView['cartons'][number]

/** Cartons of one customer, of two orders, from `from` on. */
function cartons(from: number, count: number): Carton[] {
  return Array.from({ length: count }, (_, index) => ({
    unitId: sampleSscc(60 + from + index),
    orderNumbers: [(from + index) % 3 === 0 ? 'LL-000251' : 'LL-000247'],
    grossGrams: 18_400 + (from + index) * 3_170,
    mustComeOff: false,
  }))
}

/** A half pallet with three cartons on it and two beside it, begun between two cartons of a list. */
function pallet(changes: Partial<PalletView> = {}): WorkView {
  const on = changes.cartons ?? cartons(0, 3)
  return {
    kind: 'pallet',
    pallet: {
      unitId: sampleSscc(1),
      isClosed: false,
      shipTo: { name: 'Vloeren Discount', city: 'Amsterdam' },
      region: 'NH',
      deliveryDate: '2025-04-17',
      cartons: on,
      grossGrams: on.reduce((sum, { grossGrams }) => sum + grossGrams, 9_000),
      tareGrams: 9_000,
      beside: cartons(3, 2),
      besideCount: 2,
      copy: 0,
      printState: 'none',
      back: null,
      ...changes,
    },
  }
}

const OWNERLESS = { shipTo: null, region: null, deliveryDate: null }

function said(text: string, detail: Record<string, string | number>): BenchView['feedback'] {
  return { at: 45, kind: 'good', text, detail }
}

const ONE_ON = said('on-pallet', { unit: sampleSscc(60), cartons: 3, grams: 73_710 })

function withOneOff(): Carton[] {
  return cartons(0, 3).map((carton, index) => ({ ...carton, mustComeOff: index === 1 }))
}

/** A pallet from its first carton to its label. */
export const PALLET_SAMPLES = {
  'pallet-empty': {
    work: pallet({ ...OWNERLESS, cartons: [], beside: [], besideCount: 0 }),
    feedback: said('pallet-opened', {}),
  },
  pallet: { work: pallet(), feedback: ONE_ON },
  'pallet-dock': { work: pallet({ back: 'L-0412', beside: [], besideCount: 0 }), feedback: ONE_ON },
  'pallet-full': {
    work: pallet({ cartons: cartons(0, 14), back: 'LL-000247, LL-000251, LL-000258 +4' }),
    feedback: said('on-pallet-moved', { unit: sampleSscc(60), from: sampleSscc(31), cartons: 14 }),
  },
  'pallet-off': { work: pallet({ cartons: withOneOff() }) },
  'pallet-closed': {
    work: pallet({ isClosed: true, copy: 1, printState: 'sent' }),
    feedback: said('pallet-closed', { unit: sampleSscc(1), cartons: 3, grams: 73_710 }),
  },
  'alert-pallet': {
    work: pallet(),
    alert: {
      code: 'wrong-load',
      tone: 'wrong',
      reason: 'pallet-other-stop',
      detail: {
        unit: sampleSscc(77),
        belongs: 'Parket Zuid, Rotterdam',
        pallet: 'Vloeren Discount, Amsterdam',
      },
      message: 'The same in plain English.',
      meanwhile: [],
    },
  },
} as const satisfies Record<string, Partial<BenchView>>

/** What is offered at an idle bench that has begun this pallet. */
export const PALLET_OFFERED: NonNullable<Extract<WorkView, { kind: 'idle' }>['pallets']> = [
  {
    unitId: sampleSscc(1),
    shipTo: 'Vloeren Discount',
    city: 'Amsterdam',
    region: 'NH',
    deliveryDate: '2025-04-17',
    cartons: 3,
    grossGrams: 73_710,
  },
]
