import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { SALVAGE_REASONS } from '#contract/sync/log-trouble.ts'
import { buildNewLog } from './build-new-log.ts'
import { syncFolder, writeDurably } from './durable-files.ts'
import { saveIdentity, StationIdentity } from './identity.ts'
import { DAMAGE_NOTE } from './log-damage.ts'
import { readDamagedLog } from './read-damaged-log.ts'
import { RUN_MARK } from './run-mark.ts'
import { SALVAGE_KEY, SalvageReport } from './salvage-report.ts'

const Plan = z.object({
  reason: z.enum(SALVAGE_REASONS),
  detail: z.string(),
  at: z.string(),
  folder: z.string(),
  incarnation: z.string(),
  heldByOffice: z.int(),
  /** Who the station is from now on, where its disk was enrolled anew. */
  enrolled: StationIdentity.nullable(),
})
type Plan = z.infer<typeof Plan>

const PLAN = 'salvage.json'
const QUARANTINE = 'quarantine'
const NEW_LOG_FOLDER = 'salvage.tmp'
const LOG = 'log.db'
const LOG_FILES = [LOG, `${LOG}-wal`, `${LOG}-shm`, RUN_MARK, DAMAGE_NOTE]

/** Of a log that is gone the labels it made are known to nobody here (ID-4). */
const BURNED = { from: 1, to: 0 }

/**
 * Sets the log aside and begins a new one with what the old one still gives. Nothing is deleted. Each
 * step can be cut off and is taken again at the next start: the plan is written first, the files move,
 * the new log is made beside and put in place whole, and only then is the plan done with.
 */
export function beginSalvage(
  dataFolder: string,
  identity: StationIdentity,
  cause: Omit<Plan, 'folder'>,
): { identity: StationIdentity; salvage: SalvageReport } {
  const stamp = cause.at.replace(/[:.]/g, '-')
  const plan: Plan = { ...cause, folder: `${QUARANTINE}/${stamp}-${cause.reason}` }
  writeDurably(join(dataFolder, PLAN), JSON.stringify(plan))
  return followPlan(dataFolder, identity, plan)
}

/** Ends a salvage that was cut off; null when none was underway. */
export function resumeSalvage(
  dataFolder: string,
  identity: StationIdentity,
): { identity: StationIdentity; salvage: SalvageReport } | null {
  const path = join(dataFolder, PLAN)
  if (!existsSync(path)) return null
  return followPlan(dataFolder, identity, Plan.parse(JSON.parse(readFileSync(path, 'utf8'))))
}

function followPlan(dataFolder: string, known: StationIdentity, plan: Plan) {
  const identity = plan.enrolled ?? known
  const folder = join(dataFolder, plan.folder)
  const placed = salvageOf(join(dataFolder, LOG), plan.incarnation)
  const salvage = placed ?? makeNewLog(dataFolder, identity, plan, folder)
  // A station that was enrolled anew has a log and numbers of its own already.
  const isOwn = identity.incarnation === plan.incarnation
  const { numberRange, incarnation } = identity
  const own: StationIdentity = {
    ...identity,
    hasLog: true,
    incarnation: isOwn ? incarnation : plan.incarnation,
    numberRange: isOwn ? numberRange : { ...numberRange, ...BURNED },
  }
  saveIdentity(dataFolder, own)
  writeDurably(join(folder, 'salvage.json'), JSON.stringify({ ...plan, ...salvage }, null, 2))
  rmSync(join(dataFolder, PLAN), { force: true })
  syncFolder(dataFolder)
  return { identity: own, salvage }
}

function makeNewLog(
  dataFolder: string,
  identity: StationIdentity,
  plan: Plan,
  folder: string,
): SalvageReport {
  mkdirSync(folder, { recursive: true })
  // Both must last before the log moves in, or it could be lost with the folder.
  syncFolder(join(dataFolder, QUARANTINE))
  syncFolder(dataFolder)
  const known = join(dataFolder, 'station.json')
  if (existsSync(known)) copyFileSync(known, join(folder, 'station.json'))
  for (const name of LOG_FILES) {
    const path = join(dataFolder, name)
    if (existsSync(path)) renameSync(path, join(folder, name))
  }
  syncFolder(folder)
  syncFolder(dataFolder)
  const making = join(dataFolder, NEW_LOG_FOLDER)
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making)
  const hadFiles = existsSync(join(folder, LOG)) || existsSync(join(folder, `${LOG}-wal`))
  // To an office that has forgotten the station everything is new, also what it once had for good.
  const what = plan.reason === 'disowned' ? 'all' : 'at-risk'
  const salvage = buildNewLog(making, readDamagedLog(folder, what), {
    ...plan,
    folder: hadFiles ? plan.folder : null,
    epoch: identity.epoch,
  })
  renameSync(join(making, LOG), join(dataFolder, LOG))
  syncFolder(dataFolder)
  rmSync(making, { recursive: true, force: true })
  return salvage
}

/** What the log in place says of itself when it is the one that the plan makes. */
function salvageOf(path: string, incarnation: string): SalvageReport | null {
  if (!existsSync(path)) return null
  let db: Database.Database | null = null
  try {
    db = new Database(path, { readonly: true, fileMustExist: true })
    const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
    if (read.get('incarnation') !== incarnation) return null
    return SalvageReport.parse(JSON.parse(read.get(SALVAGE_KEY) ?? 'null'))
  } catch {
    return null
  } finally {
    db?.close()
  }
}
