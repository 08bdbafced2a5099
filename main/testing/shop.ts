import type { PickList } from '#contract/documents/pick-list.ts'
import type { WorkflowContext } from '../workflow/workflow-types.ts'
import { badge, ean, type FloorInput, list, load, product, TestBench } from './floor.ts'

export const OAK = { sku: 'OAK', ean: ean(1), caseCode: ean(2), caseQuantity: 4, grams: 1_000 }
export const FELT = { sku: 'FELT', ean: ean(3), grams: 500 }
export const GLUE = { sku: 'GLUE', ean: ean(4), grams: 250 }
export const TILE = { sku: 'TILE', gtin: ean(5).padStart(14, '0'), grams: 2_000 }

/** A small floor shop: planks by piece and case, felt, glue, and tiles that come in batches. */
export const PRODUCTS = [
  product(OAK.sku, {
    name: 'Oak plank 14 mm',
    barcodes: [
      { code: OAK.ean, quantity: 1 },
      { code: OAK.caseCode, quantity: OAK.caseQuantity },
    ],
    weightGrams: OAK.grams,
  }),
  product(FELT.sku, {
    name: 'Underlay 3 mm',
    barcodes: [{ code: FELT.ean, quantity: 1 }],
    weightGrams: FELT.grams,
  }),
  product(GLUE.sku, {
    name: 'Glue 250 g',
    barcodes: [
      { code: GLUE.ean, quantity: 1 },
      { code: 'GLUE-INTERN', quantity: 1 },
    ],
    weightGrams: GLUE.grams,
  }),
  product(TILE.sku, {
    name: 'Tile grey',
    barcodes: [{ code: TILE.gtin.slice(1), quantity: 1 }],
    weightGrams: TILE.grams,
    tracking: 'lot',
    singleLot: true,
  }),
]

/** A GS1 code of a tile with its batch. */
export function tile(lot: string): string {
  return `01${TILE.gtin}10${lot}`
}

export function oakAndGlue(id = 'l1') {
  return list(id, [
    { sku: OAK.sku, requested: 3, eachWeightGrams: OAK.grams },
    { sku: GLUE.sku, requested: 2, eachWeightGrams: GLUE.grams },
  ])
}

/** A bench with Sanne (picker and loader) signed in and nothing open. */
export function shopBench(
  input: Partial<FloorInput> = {},
  setup: Partial<WorkflowContext> = {},
): TestBench {
  const bench = new TestBench(
    { products: PRODUCTS, lists: [oakAndGlue()], loads: [load('L-1')], ...input },
    setup,
  )
  bench.scan(badge('sanne'))
  return bench
}

/** The same bench with its first list claimed and the first unit open. */
export function pickingBench(
  input: Partial<FloorInput> = {},
  setup: Partial<WorkflowContext> = {},
): TestBench {
  const bench = shopBench(input, setup)
  const [first] = bench.floor.pickLists()
  if (first === undefined) throw new Error('the shop has no list')
  bench.scan(first.code)
  return bench
}

/** All of oakAndGlue picked, nothing weighed yet. */
export function pickedBench(setup: Partial<WorkflowContext> = {}): TestBench {
  const bench = pickingBench({}, setup)
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, GLUE.ean)
  return bench
}

/** Grams of oakAndGlue, all of it. */
export const OAK_AND_GLUE_GRAMS = 3 * OAK.grams + 2 * GLUE.grams

/** One unit closed by its weight, its label printed and not yet scanned back. */
export function closedBench(setup: Partial<WorkflowContext> = {}): TestBench {
  const bench = pickedBench(setup)
  bench.weigh(OAK_AND_GLUE_GRAMS)
  return bench
}

/** A batch list whose orders have their places on a trolley, in their own order. */
export function onTrolley(batch: PickList): PickList {
  const orders = batch.orders.map((order, index) => ({ ...order, totePosition: index + 1 }))
  return { ...batch, mode: 'batch', orders }
}
