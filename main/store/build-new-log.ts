import type { LoggedAction } from '#contract/sync/envelope.ts'
import { ENROLLED_ANEW, type SalvageReason } from '#contract/sync/log-trouble.ts'
import { BENCH_SETTINGS_KEY } from '../bench-settings-key.ts'
import { PRINT_MEMORY_KEY } from '../labels/print-memory.ts'
import { writeSyncState } from '../sync/sync-state.ts'
import { isBody } from './carve-actions.ts'
import { LogStore } from './log-store.ts'
import type { DamagedLog } from './read-damaged-log.ts'
import { SALVAGE_KEY, type SalvageReport } from './salvage-report.ts'

/**
 * Meta values that go on in a new log: where the operator stands, with the latched alert (I16), what the
 * printers were left in, and what is set at this bench.
 */
const CARRIED_META = ['workflow', PRINT_MEMORY_KEY, BENCH_SETTINGS_KEY]

/**
 * Makes a whole log in an empty folder of what an older one still gives: every action that the office
 * may lack, again with its id and its very bytes, in order. The office knows an action by its id, so
 * one that it has after all gets the receipt it had (PUSH-3).
 */
export function buildNewLog(
  folder: string,
  old: DamagedLog,
  plan: {
    reason: SalvageReason
    at: string
    folder: string | null
    incarnation: string
    epoch: string
    heldByOffice: number
  },
): SalvageReport {
  const actions = toCarry(old, plan.reason)
  const highest = Math.max(old.highestSeq, plan.heldByOffice)
  const held = Math.max(old.floorSeq, old.state?.ackedSeq ?? 0, plan.heldByOffice)
  const salvage: SalvageReport = {
    reason: plan.reason,
    at: plan.at,
    carried: actions.length,
    unreadable: highest - old.floorSeq - old.actions.length,
    lost: highest - held - old.actions.filter(({ seq }) => seq > held).length,
    folder: plan.folder,
  }
  const log = new LogStore(folder)
  log.transaction(() => {
    log.setMeta('incarnation', plan.incarnation)
    log.setMeta(SALVAGE_KEY, JSON.stringify(salvage))
    writeStateOf(log, old, plan)
    for (const action of actions) carry(log, old, action)
    for (const job of old.printJobs) insertJob(log, job)
  })
  log.close()
  return salvage
}

/**
 * What the office may lack. What it has acknowledged but could lose in a power cut goes along (EPOCH-3),
 * and refusals that nobody has closed stay before people's eyes (I11). The disk of another station, that
 * goes on with its own log, gives only what was never sent. An office that has forgotten the station lacks
 * whatever it had acknowledged (I12).
 */
function toCarry(old: DamagedLog, reason: SalvageReason): LoggedAction[] {
  const { state, refused, actions } = old
  if (reason === 're-enrolled') {
    const ackedSeq = state?.ackedSeq ?? 0
    return actions.filter(({ seq }) => seq > ackedSeq)
  }
  const open = refused.filter(({ seq, body }) => seq <= old.floorSeq && isBody(body))
  const closed = old.closedRefusals
  return [...open.filter(({ id }) => !closed.has(id)), ...actions]
}

function writeStateOf(
  log: LogStore,
  { state, meta }: DamagedLog,
  plan: { reason: SalvageReason; epoch: string },
): void {
  const isAnother = ENROLLED_ANEW.some((reason) => reason === plan.reason)
  const said = isAnother || state === null ? { epoch: plan.epoch, knownHead: 0 } : state
  const { epoch, knownHead } = said
  writeSyncState(log, { epoch, knownHead, ackedSeq: 0, durableSeq: 0, openRefusals: [] })
  for (const key of CARRIED_META) {
    const value = meta.get(key)
    if (value !== undefined && isJson(value)) log.setMeta(key, value)
  }
}

/** Keeps which action it had been, through all the logs that it has been in. */
function carry(log: LogStore, old: DamagedLog, { seq: oldSeq, id, body }: LoggedAction): void {
  const { seq } = log.append({ id, body })
  const note = log.db.prepare(
    'INSERT OR IGNORE INTO carried (incarnation, old_seq, seq) VALUES (?, ?, ?)',
  )
  if (old.incarnation !== null) note.run(old.incarnation, oldSeq, seq)
  for (const { incarnation, earlierSeq } of old.carried.get(oldSeq) ?? []) {
    note.run(incarnation, earlierSeq, seq)
  }
}

function insertJob(log: LogStore, job: Record<string, unknown>): void {
  try {
    log.db
      .prepare(
        `INSERT INTO print_job
           (id, unit_id, copy, printer_id, reason, state, detail, document, created_at, updated_at)
         VALUES (@id, @unit_id, @copy, @printer_id, @reason, @state, @detail, @document,
           @created_at, @updated_at)`,
      )
      .run(job)
  } catch (error) {
    // A row that was read off a damaged page may be none; the label can be printed again.
    if (!/SQLITE_(CONSTRAINT|MISMATCH)|parameter/.test(codeOf(error))) throw error
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  return `${String(code)} ${String(error)}`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
