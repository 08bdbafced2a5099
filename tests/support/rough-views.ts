import { buildSscc } from '#contract/barcode/sscc.ts'
import { REFERENCE_MAX, TEXT_MAX } from '#contract/documents/ids.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'

/** One word as only German makes them, as long as a name may be, with no place to break it. */
const LONG_WORD = 'Fußbodenheizungsverteilerschrankabdeckung'.repeat(5).slice(0, 80)
const LONG_NAME = `Eichenlandhausdiele-gebürstet-naturgeölt 14 mm, ${LONG_WORD} ${LONG_WORD}`
  .concat(' Großhandelsgesellschaft für Bodenbeläge')
  .slice(0, TEXT_MAX)
const LONG_REFERENCE = 'SKU-EICHE-LANDHAUS-14MM-GEBUERSTET-NATUR-'.padEnd(REFERENCE_MAX, 'X9')
const LONG_PLATE = 'AMS-WW 1234567890 WW'
const LONG_LOT = 'WMWMWMWMWMWMWMWMWMWM'

const TEXTS: Readonly<Record<string, string>> = {
  name: LONG_NAME,
  shipTo: LONG_NAME,
  city: LONG_NAME,
  driver: LONG_NAME,
  supervisor: LONG_NAME,
  because: LONG_NAME,
  scanned: LONG_NAME,
  needed: LONG_NAME,
  sku: LONG_REFERENCE,
  location: LONG_REFERENCE,
  region: LONG_REFERENCE,
  belongs: LONG_REFERENCE,
  plate: LONG_PLATE,
  lot: LONG_LOT,
}

/** How many of each kind of thing a busy warehouse shows at once. */
const COUNTS: Readonly<Record<string, number>> = {
  lists: 100,
  loads: 40,
  putBacks: 12,
  lines: 12,
  contents: 40,
  missing: 60,
  onBoard: 60,
  orderNumbers: 12,
}

/** Numbers that are counted, weighed or measured; the others are names of something. */
const QUANTITIES = [
  'lines',
  'linesDone',
  'linesTotal',
  'requested',
  'picked',
  'short',
  'quantity',
  'left',
  'total',
  'units',
  'expected',
  'expectedGrams',
  'toleranceGrams',
  'grossGrams',
  'weightGrams',
  'volumeCm3',
  'grams',
  'pending',
  'refusedOpen',
]

type Change = (name: string, value: unknown) => unknown

/** The same moment in a house where every name is as long as it may be and there is far too much. */
export function roughView(view: BenchView): BenchView {
  return changed(view, (name, value) => {
    if (typeof value === 'string') return value === '' ? value : (TEXTS[name] ?? value)
    if (typeof value === 'number') return QUANTITIES.includes(name) ? value * 37 : value
    return Array.isArray(value) ? repeated(value, COUNTS[name] ?? value.length) : value
  })
}

/** The same moment with nothing counted, nothing in any list and no shelf or code known. */
export function emptyView(view: BenchView): BenchView {
  return changed(view, (name, value) => {
    if (typeof value === 'number') return QUANTITIES.includes(name) ? 0 : value
    if (name === 'location') return ''
    if (name === 'barcode') return null
    return Array.isArray(value) && name in COUNTS && name !== 'orderNumbers' ? [] : value
  })
}

/** Ids stay apart, so that every row is one of its own. */
function repeated(items: readonly unknown[], count: number): unknown[] {
  if (items.length === 0) return []
  return Array.from({ length: Math.max(count, items.length) }, (_, index) => {
    const item = items[index % items.length]
    if (index < items.length || typeof item !== 'object' || item === null) return item
    return {
      ...item,
      ...('id' in item ? { id: `id-${index}` } : {}),
      ...('listId' in item ? { listId: `list-${index}` } : {}),
      ...('unitId' in item ? { unitId: buildSscc('38712345', 1_000 + index) } : {}),
      ...('lineNo' in item ? { lineNo: index + 1 } : {}),
    }
  })
}

function changed(view: BenchView, change: Change): BenchView {
  const walk = (name: string, value: unknown): unknown => {
    const next = change(name, value)
    if (Array.isArray(next)) return next.map((item) => walk(name, item))
    if (typeof next !== 'object' || next === null) return next
    return Object.fromEntries(Object.entries(next).map(([key, inner]) => [key, walk(key, inner)]))
  }
  return walk('', view) as BenchView
}
