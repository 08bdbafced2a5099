import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import type { LineView, UnitView } from '#contract/rpc/work-view.ts'

/** Glue that is taken by lot, first expired first, as sample screens show it. */

const FIRST = { lot: 'G2603A', until: '2026-03-12' }
const LATER = { lot: 'G2611C', until: '2026-06-01' }

export function glueByLot({ picked = 2 } = {}): LineView {
  return {
    lineNo: 4,
    orderNumber: 'LL-000247',
    sku: 'GLUE-5',
    name: 'Parquet glue 5 kg, for oiled and lacquered oak',
    location: 'B-01-1',
    barcode: '8712345000048',
    lot: null,
    advised: [
      { ...FIRST, quantity: 4 - picked },
      { ...LATER, quantity: 2 },
      { lot: 'G2612A', until: null, quantity: 1 },
    ],
    requested: 7,
    picked,
    short: 0,
  }
}

export const GLUED: UnitView['contents'] = [
  { sku: 'UND-3', name: 'Underlay 3 mm', quantity: 4 },
  {
    sku: 'GLUE-5',
    name: 'Parquet glue 5 kg, for oiled and lacquered oak',
    quantity: 2,
    lots: [
      { lot: 'G2603A', quantity: 1 },
      { lot: 'G2602Z-AMSTERDAM', quantity: 1 },
    ],
  },
]

export const GLUE_TAKEN: BenchView['feedback'] = {
  at: 44,
  kind: 'good',
  text: 'picked-marked',
  detail: {
    name: 'Parquet glue 5 kg',
    quantity: 1,
    picked: 2,
    requested: 7,
    marks: 'LOT G2603A · EXP 2026-03-12',
  },
}

export const LOT_QUESTION: Prompt = {
  kind: 'lot-reason',
  listId: 'list-0',
  lineNo: 4,
  name: 'Parquet glue 5 kg',
  lot: LATER.lot,
  until: LATER.until,
  first: FIRST,
  scan: {
    text: '010871234500004810G2611C',
    quantity: 1,
    serial: null,
    expiryDate: LATER.until,
    weightGrams: null,
  },
}
