import type { Alert } from '#contract/rpc/alert-view.ts'
import { readScan } from '../intake/read-scan.ts'
import { meaningOf } from '../workflow/meaning.ts'
import type { StationLookup } from '../workflow/workflow-types.ts'

/**
 * The alert as people read it: a product that was scanned meanwhile goes by its name. Everything else
 * is said as the log has it, commands by the word under their bars.
 */
export function namedAlert(alert: Alert | null, lookup: StationLookup): Alert | null {
  if (alert === null) return null
  return { ...alert, meanwhile: alert.meanwhile.map((text) => nameFor(text, lookup)) }
}

function nameFor(text: string, lookup: StationLookup): string {
  const meaning = meaningOf(readScan({ text }).reading, lookup)
  return meaning.kind === 'product' ? meaning.product.name : text
}
