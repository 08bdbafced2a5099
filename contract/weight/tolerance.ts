/** One product in a unit; weights are of one piece, in grams. */
export type WeighedContent = {
  quantity: number
  weightGrams: number
  /** What one piece may differ from its weight, where the product's own papers say so. */
  weightToleranceGrams?: number | undefined
}

export type ExpectedWeight = { expectedGrams: number; toleranceGrams: number }

/** Pieces of unknown spread are taken to be right within half a percent of their weight. */
const PRODUCT_SHARE = 0.005

/** Cartons soak and pallets dry: their tare is right within five percent. */
const TARE_SHARE = 0.05

/** A reading is good to one division, the zero it was taken from to half of one. */
const SCALE_DIVISIONS = 1.5

/** Tape, slips and a thumb on the edge: nothing narrower stops a real mistake. */
export const TOLERANCE_GRAMS_MIN = 20

/**
 * What a unit should weigh and how far off it may be, in grams. Tolerance² = products² + tare² +
 * (1.5 · scale division)². Pieces with a tolerance of their own vary independently, so theirs grows
 * with the root of the quantity; the others with their weight. Either way it does not matter over
 * how many lines the same goods are spread.
 */
export function expectedUnit(unit: {
  contents: readonly WeighedContent[]
  tareGrams: number
  /** Of the whole packaging, instead of its share of the tare. */
  packagingToleranceGrams?: number | undefined
  scaleDivisionGrams: number
}): ExpectedWeight {
  let expectedGrams = unit.tareGrams
  let statedVariance = 0
  let unstatedGrams = 0
  for (const { quantity, weightGrams, weightToleranceGrams } of unit.contents) {
    expectedGrams += quantity * weightGrams
    if (weightToleranceGrams === undefined) unstatedGrams += quantity * weightGrams
    else statedVariance += weightToleranceGrams ** 2 * quantity
  }
  const products = Math.hypot(unstatedGrams * PRODUCT_SHARE, Math.sqrt(statedVariance))
  const tare = unit.packagingToleranceGrams ?? unit.tareGrams * TARE_SHARE
  const tolerance = Math.hypot(products, tare, unit.scaleDivisionGrams * SCALE_DIVISIONS)
  return { expectedGrams, toleranceGrams: Math.max(TOLERANCE_GRAMS_MIN, roundUp(tolerance)) }
}

/** True when a gross weight is as near to the expected one as the tolerance allows. */
export function isWithinTolerance(grossGrams: number, expected: ExpectedWeight): boolean {
  return Math.abs(grossGrams - expected.expectedGrams) <= expected.toleranceGrams
}

/** Up to whole grams, but a sum that is a whole number but for rounding error stays that number. */
function roundUp(grams: number): number {
  return Math.ceil(grams - 1e-6)
}
