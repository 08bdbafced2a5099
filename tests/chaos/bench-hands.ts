import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { WorkView } from '#contract/rpc/work-view.ts'
import type { BenchState } from '../support/bench-floor.ts'
import { eventually } from '../support/processes.ts'
import type { Chance } from '../simulation/chance.ts'
import type { Stand } from './chaos-floor.ts'

/** What a move came to; `gone` when the bench died under it, and nobody heard a good sound. */
export type Moved = 'moved' | 'nothing-to-do' | 'gone'

type Seen = BenchState & { workflow: WorkView & { alert: unknown; prompt: BenchView['prompt'] } }

/** How long a weight on the plate may take until the label is out. */
const LABEL_WAIT_MS = 5_000

/** The codes of the bench's commands by name; the same on every bench. */
const codesOf = new WeakMap<Stand, Record<string, string>>()

/**
 * The next thing hands do at a bench, by what its screen says: sign in, take a list, pick, weigh, scan
 * the label back. Every answer that says "recorded" is kept as a promise.
 */
export async function moveHands(stand: Stand, badge: string, chance: Chance): Promise<Moved> {
  try {
    const codes = codesOf.get(stand) ?? (await stand.bench.codes())
    codesOf.set(stand, codes)
    const seen = (await stand.bench.state()) as Seen
    const move = await nextScan(stand, seen, { badge, codes, chance })
    if (move === null) return 'nothing-to-do'
    await scan(stand, move)
    return 'moved'
  } catch (error) {
    // The connection died with the bench; anything else is a defect of ours or of the bench.
    if (error instanceof TypeError && /fetch failed|terminated/.test(error.message)) return 'gone'
    throw error
  }
}

/** Scans, and remembers what the bench says it has recorded. */
export async function scan(stand: Stand, text: string): Promise<void> {
  const { status, body } = await stand.bench.scan(text)
  if (status !== 200) {
    const said = stand.bench.process.stderr()
    throw new Error(`a scan was answered ${status}: ${JSON.stringify(body)}\n${said}`)
  }
  const { firstSeq, lastSeq } = body as { firstSeq: number | null; lastSeq: number }
  if (firstSeq === null) return
  for (let seq = firstSeq; seq <= lastSeq; seq += 1) stand.promised.add(seq)
}

type Around = { badge: string; codes: Record<string, string>; chance: Chance }

async function nextScan(
  stand: Stand,
  { operator, workflow }: Seen,
  { badge, codes, chance }: Around,
): Promise<string | null> {
  if (workflow.alert !== null) return codes['ACK'] ?? null
  if (operator === null) return badge
  if (workflow.prompt?.kind === 'print-in-doubt') return codes['YES'] ?? null
  if (workflow.prompt !== null) return codes['CANCEL'] ?? null
  if (workflow.kind === 'signed-out') return badge
  if (workflow.kind === 'loading') return codes['CANCEL'] ?? null
  if (workflow.kind === 'idle') {
    const own = workflow.lists.filter(({ mine }) => mine)
    const open = workflow.lists.filter(({ status }) => status === 'open')
    const from = own.length > 0 ? own : open
    return from.length === 0 ? null : chance.pick(from).code
  }
  if ('pallet' in workflow || workflow.putBack !== null) return codes['CANCEL'] ?? null
  if (workflow.toVerify !== null) {
    stand.devices.scale.put(0)
    return `00${workflow.toVerify.unitId}`
  }
  if (workflow.next !== null) return workflow.next.barcode
  if (workflow.unit === null) return codes['CANCEL'] ?? null
  return weigh(stand, workflow.unit.expectedGrams, codes)
}

/** The scale speaks for itself; the scan that follows is of the label that came out, if one did. */
async function weigh(stand: Stand, grams: number, codes: Record<string, string>): Promise<string> {
  stand.devices.scale.put(grams)
  const look = async () => {
    const { workflow } = (await stand.bench.state()) as Seen
    const isWeighed = workflow.kind !== 'packing' || workflow.toVerify !== null
    return isWeighed || workflow.alert !== null || workflow.prompt !== null ? workflow : null
  }
  // A weight that lay there before, or a slow machine: hands take it off, and close without.
  const workflow = await eventually(look, { what: 'a label', timeoutMs: LABEL_WAIT_MS }).catch(
    (error: unknown) => {
      if (error instanceof TypeError) throw error
      return null
    },
  )
  stand.devices.scale.put(0)
  const unitId = workflow?.kind === 'packing' ? workflow.toVerify?.unitId : undefined
  if (unitId !== undefined) return `00${unitId}`
  return codes[workflow === null ? 'CLOSE' : 'ACK'] ?? ''
}
