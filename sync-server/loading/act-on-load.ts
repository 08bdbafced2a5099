import {
  blockedOrdersIn,
  cancelledOrdersIn,
  unitsWithNested,
} from '#contract/actions/load-units.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import { loadedCm3, loadedGrams } from '#contract/documents/load.ts'
import { invalidRequest, Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { decideAsOffice, type OfficeAction, type OfficeRuling } from '../sync/index.ts'
import { readLoad } from './loads.ts'
import { unitReader } from './unit-reader.ts'

type Load = DocumentOf<'load'>
type Acting = { number: string; writtenBy: string }

/** Closes the door of a load that no bench is filling. Answers with the warehouse. */
export async function confirmLoad(
  tx: Tx,
  office: Office,
  { number, writtenBy, seal }: Acting & { seal: string | undefined },
): Promise<string> {
  const load = await readLoad(tx, number)
  const { id: loadId, warehouse } = load
  const rulings = await decide(tx, office, { warehouse, writtenBy }, [
    { type: 'load.claim', payload: { loadId } },
    { type: 'load.confirm', payload: { loadId, ...(seal === undefined ? {} : { seal }) } },
  ])
  const refused = rulings.find((ruling) => ruling.outcome === 'refused')
  if (refused !== undefined) throw await refusal(tx, number, refused.code ?? '')
  return warehouse
}

/** The same fact that a bench would record. Answers with the warehouse. */
export async function departLoad(
  tx: Tx,
  office: Office,
  { number, writtenBy, leftBehind }: Acting & { leftBehind: string[] },
): Promise<string> {
  const { id: loadId, warehouse, status } = await readLoad(tx, number)
  if (status === 'departed') throw new Problem('wrong-state', `load ${number} has departed`)
  await decide(tx, office, { warehouse, writtenBy }, [
    { type: 'load.depart', payload: { loadId, leftBehind } },
  ])
  return warehouse
}

type Transfer = Acting & { to: string; unitIds: string[]; reason: string }

/** Answers with the warehouse, and the exception where the fact broke a rule. */
export async function transferUnits(
  tx: Tx,
  office: Office,
  { number, writtenBy, to: toNumber, unitIds, reason }: Transfer,
): Promise<{ warehouse: string; exceptionId: string | null }> {
  if (toNumber === number) {
    throw invalidRequest([{ path: 'to', message: 'another load than the one they are on' }])
  }
  const from = await readLoad(tx, number)
  const to = await readLoad(tx, toNumber)
  const { warehouse } = from
  if (to.warehouse !== warehouse) {
    throw new Problem('wrong-state', `load ${toNumber} stands at ${to.warehouse}`)
  }
  const onBoard = new Set(from.units.map((unit) => unit.unitId))
  const absent = unitIds.filter((unitId) => !onBoard.has(unitId))
  if (absent.length > 0) {
    throw new Problem('wrong-state', `not on load ${number}: ${namesOf(absent)}`)
  }
  const payload = { fromLoadId: from.id, toLoadId: to.id, unitIds, reason }
  const [ruling] = await decide(tx, office, { warehouse, writtenBy }, [
    { type: 'load.transfer', payload },
  ])
  return { warehouse, exceptionId: ruling?.exceptionId ?? null }
}

function decide(
  tx: Tx,
  { store, deps }: Office,
  actor: { warehouse: string; writtenBy: string },
  actions: readonly OfficeAction[],
): Promise<OfficeRuling[]> {
  return decideAsOffice(tx, { kind: store.kind, deps }, { ...actor, actions })
}

/** A claim that was refused, in words; what was written for it is undone with the problem. */
async function refusal(tx: Tx, number: string, code: string): Promise<Problem> {
  const load = await readLoad(tx, number)
  if (code === 'already-claimed') return new Problem('already-claimed', await holderOf(tx, load))
  if (code === 'over-capacity') {
    const { maxWeightGrams, maxVolumeCm3 } = load.vehicle
    return new Problem(
      'over-capacity',
      `load ${number} has ${loadedGrams(load)} g of ${maxWeightGrams} g and ` +
        `${loadedCm3(load)} cm³ of ${maxVolumeCm3} cm³ on board`,
    )
  }
  return new Problem('wrong-state', await whyNotReady(tx, load))
}

async function holderOf(tx: Tx, { number, claim }: Load): Promise<string> {
  const station = await tx
    .selectFrom('station')
    .select('name')
    .where('id', '=', claim?.stationId ?? '')
    .executeTakeFirst()
  return `${station?.name ?? 'a bench'} is filling load ${number} until ${claim?.leaseUntil ?? ''}`
}

async function whyNotReady(tx: Tx, load: Load): Promise<string> {
  const { number, status, units: entries } = load
  if (status === 'confirmed') return `load ${number} was confirmed before`
  if (status === 'departed') return `load ${number} has departed`
  if (entries.length === 0) return `nothing is on board of load ${number}`
  const ids = entries.map((entry) => entry.unitId)
  const read = await unitReader(tx, load.warehouse, ids)
  const units = unitsWithNested(ids, read)
  const open = units.filter((unit) => unit.status === 'open' || unit.status === 'dropped')
  if (open.length > 0) return `not closed: unit ${namesOf(open.map((unit) => unit.id))}`
  const cancelled = cancelledOrdersIn(units, read)
  if (cancelled.length > 0) return `cancelled, take off first: order ${namesOf(cancelled)}`
  const blocked = blockedOrdersIn(units, read)
  return `stopped by the office, take off first: order ${namesOf(blocked)}`
}

const NAMES_SHOWN_MAX = 10

function namesOf(ids: readonly string[]): string {
  const more = ids.length > NAMES_SHOWN_MAX ? ` and ${ids.length - NAMES_SHOWN_MAX} more` : ''
  return `${ids.slice(0, NAMES_SHOWN_MAX).join(', ')}${more}`
}
