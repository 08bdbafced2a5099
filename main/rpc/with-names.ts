import type { BenchView } from '#contract/rpc/bench-view.ts'
import { readScan } from '../intake/read-scan.ts'
import { meaningOf } from '../workflow/meaning.ts'
import type { StationLookup } from '../workflow/workflow-types.ts'

/**
 * The bench as people read it: a product that was scanned under an alert goes by its name. Everything
 * else is said as the log has it, commands by the word under their bars.
 */
export function withNames(bench: BenchView, lookup: StationLookup): BenchView {
  const { alert } = bench
  if (alert === null) return bench
  const meanwhile = alert.meanwhile.map((text) => nameFor(text, lookup))
  return { ...bench, alert: { ...alert, meanwhile } }
}

function nameFor(text: string, lookup: StationLookup): string {
  const meaning = meaningOf(readScan({ text }).reading, lookup)
  return meaning.kind === 'product' ? meaning.product.name : text
}
