import { LABEL_COPIES_MAX } from '#contract/actions/label-print.ts'
import { isLabelVerified, type Unit } from '#contract/documents/unit.ts'
import { type AlertCall, alarm } from './alerts.ts'
import type { ScannedUnit } from './meaning.ts'
import type { Ending, Turn } from './turn.ts'
import { isPrintedHere, isUnlabelled, noPrinter } from './owed-labels.ts'
import { COPIES_MAX, type PrintDoubt } from './workflow-types.ts'
import { placeKind } from './workflow-kind.ts'

/** The newest copy of a unit's label, printed or on its way to a printer; 0 before the first. */
export function newestCopy({ state }: Turn, unit: Unit): number {
  return Math.max(unit.label.lastCopy, state.copies[unit.id] ?? 0)
}

/** A closed unit of this bench, or labelled at it, whose newest label nobody has scanned yet. */
export function isWaitingForLabel(turn: Turn, unit: Unit): boolean {
  const isHere = unit.status === 'closed' && unit.loadId === null && unit.parentId === null
  if (!isHere || isUnlabelled(unit, turn.state)) return false
  if (unit.stationId !== turn.context.stationId && !isPrintedHere(turn, unit)) return false
  return !isLabelVerified(unit) || unit.label.verifiedCopy < newestCopy(turn, unit)
}

/** A new copy made at the print panel: above which number, and where it comes out. */
export type CopyWish = { above: number; printerId: string | null }

/** Sends the next numbered copy to the printer; whatever was in doubt about older ones is moot. */
export function printLabel(
  turn: Turn,
  unitId: string,
  reason: string | null,
  { above, printerId }: CopyWish = { above: 0, printerId: null },
): number {
  const unit = turn.view.get('unit', unitId)
  if (unit === undefined) throw new Error(`a label was asked for unknown unit ${unitId}`)
  const copy = Math.max(newestCopy(turn, unit), unit.label.voidedThrough, above) + 1
  const { [unitId]: _older, ...others } = turn.state.copies
  const copies = [...Object.entries(others), [unitId, copy] as const].slice(-COPIES_MAX)
  turn.patch({
    copies: Object.fromEntries(copies),
    doubts: turn.state.doubts.filter((doubt) => doubt.unitId !== unitId),
  })
  turn.prints.push({ unitId, copy, reason, ...(printerId === null ? {} : { printerId }) })
  return copy
}

/** REPRINT: a new copy of the label last printed here needs a reason. */
export function askReprint(turn: Turn): Ending {
  const { place, lastUnitId } = turn.state
  const unitId = (place.kind === 'list' ? place.toVerify : null) ?? lastUnitId
  const unit = unitId === null ? undefined : turn.view.get('unit', unitId)
  const without = noPrinter(turn)
  if (without !== null) return without
  const isPossible = unit?.status === 'closed' && newestCopy(turn, unit) < LABEL_COPIES_MAX
  if (!isPossible) return alarm('not-now', { what: 'REPRINT', where: placeKind(place, turn.view) })
  turn.patch({ prompt: { kind: 'reprint-reason', unitId: unit.id } })
  turn.say('asked', { prompt: 'reprint-reason' })
  return 'command'
}

/** Prints the next copy for a reason. The copy that hung there before is void once this one exists. */
export function reprint(turn: Turn, unitId: string, reason: string, wish?: CopyWish): void {
  const copy = printLabel(turn, unitId, reason, wish)
  const { place } = turn.state
  const isOfList = place.kind === 'list' && place.toVerify === null
  if (isOfList && place.unitIds.includes(unitId)) {
    turn.patch({ place: { ...place, toVerify: unitId } })
  }
  turn.say('label-reprinted', { unit: unitId, copy })
}

/** The copy that was scanned, 0 where none was ever printed, or why it may not be used. */
export function scannedCopy(
  turn: Turn,
  { qr }: ScannedUnit,
  unit: Unit,
  text: string,
): number | AlertCall {
  const newest = newestCopy(turn, unit)
  if (qr === null) {
    // The bars are the same on every copy: only the square code tells an old label from the new one.
    if (newest > 1) return alarm('scan-the-qr', { unit: unit.id })
    const isVoid = newest > 0 && newest <= unit.label.voidedThrough
    return isVoid ? alarm('no-live-copy', { unit: unit.id, copy: newest }) : newest
  }
  if (!turn.context.isSignatureValid(qr.signedText, qr.signature)) {
    return alarm('foreign-label', { text })
  }
  if (qr.copy < newest || qr.copy <= unit.label.voidedThrough) {
    return newest > unit.label.voidedThrough
      ? alarm('old-copy', { unit: unit.id, copy: qr.copy, live: newest })
      : alarm('no-live-copy', { unit: unit.id, copy: qr.copy })
  }
  return qr.copy
}

/** The label just stuck on is scanned: it is there, it reads, and it is the newest one. */
export function scanBack(turn: Turn, scanned: ScannedUnit, unit: Unit, text: string): Ending {
  const copy = scannedCopy(turn, scanned, unit, text)
  if (typeof copy === 'object') return copy
  const payload = { unitId: unit.id, copy: Math.max(1, copy) }
  const refused = turn.record([{ type: 'label.verify', payload }])
  if (refused !== null) return refused
  settleDoubts(turn, unit.id)
  const { place } = turn.state
  turn.patch({ lastUnitId: unit.id })
  if (place.kind === 'list' && place.toVerify === unit.id) {
    turn.patch({ place: { ...place, toVerify: null } })
  }
  if (place.kind === 'pallet' && place.unitId === unit.id) {
    turn.patch({ place: place.back, undo: [], isWeightFresh: false })
  }
  turn.say('label-verified', { unit: unit.id })
  return 'action'
}

/** A label that was scanned did come out, whatever was unknown about its print. */
export function settleDoubts(turn: Turn, unitId: string): void {
  const { prompt, doubts } = turn.state
  const asked: PrintDoubt[] = prompt?.kind === 'print-in-doubt' ? [prompt] : []
  const settled = [...asked, ...doubts].filter((doubt) => doubt.unitId === unitId)
  if (settled.length === 0) return
  turn.resolvedJobs.push(...settled.map(({ jobId }) => ({ jobId, state: 'printed' as const })))
  turn.patch({
    prompt: asked.some((doubt) => doubt.unitId === unitId) ? null : prompt,
    doubts: doubts.filter((doubt) => doubt.unitId !== unitId),
  })
}
