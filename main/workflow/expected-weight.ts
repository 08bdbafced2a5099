import type { DocumentReader } from '#contract/documents/document.ts'
import type { Unit, UnitContent } from '#contract/documents/unit.ts'
import {
  type ExpectedWeight,
  expectedUnit,
  type WeighedContent,
} from '#contract/weight/tolerance.ts'

/** What a unit should weigh by the goods, packaging and cartons in it, and how far off it may be. */
export function expectedWeight(
  read: DocumentReader,
  unit: Unit,
  scaleDivisionGrams: number,
): ExpectedWeight {
  const goods = unit.contents.map((content) => weighed(read, content))
  const nested = unit.children.map((child): WeighedContent => {
    const weight = read.get('unit', child)?.weight
    return { quantity: 1, weightGrams: weight?.grossGrams ?? 0, weightToleranceGrams: 0 }
  })
  const contents = [...goods, ...nested]
  return expectedUnit({ contents, tareGrams: unit.tareGrams, scaleDivisionGrams })
}

function weighed(read: DocumentReader, content: UnitContent): WeighedContent {
  const line = read
    .get('pick-list', content.pickListId)
    ?.lines.find((candidate) => candidate.lineNo === content.lineNo)
  if (line !== undefined) {
    const { eachWeightGrams: weightGrams, eachToleranceGrams: weightToleranceGrams } = line
    return { quantity: content.quantity, weightGrams, weightToleranceGrams }
  }
  const product = read.get('product', content.sku)
  return {
    quantity: content.quantity,
    weightGrams: product?.weightGrams ?? 0,
    weightToleranceGrams: product?.weightToleranceGrams,
  }
}
