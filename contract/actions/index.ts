import type { OperatorRole } from '../documents/master-data.ts'
import type { DocumentKey, DocumentReader } from '../documents/document.ts'
import type { ActionBody } from '../sync/envelope.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { labelPrint } from './label-print.ts'
import { labelVerify } from './label-verify.ts'
import { labelVoid } from './label-void.ts'
import { loadAdd } from './load-add.ts'
import { loadClaim } from './load-claim.ts'
import { loadConfirm } from './load-confirm.ts'
import { loadDepart } from './load-depart.ts'
import { loadRelease } from './load-release.ts'
import { loadRemove } from './load-remove.ts'
import { loadTransfer } from './load-transfer.ts'
import { packAdd } from './pack-add.ts'
import { packClose } from './pack-close.ts'
import { packNest } from './pack-nest.ts'
import { packOpen } from './pack-open.ts'
import { packRemove } from './pack-remove.ts'
import { packReopen } from './pack-reopen.ts'
import { packUnnest } from './pack-unnest.ts'
import { packWeigh } from './pack-weigh.ts'
import { pickClaim } from './pick-claim.ts'
import { pickConfirm } from './pick-confirm.ts'
import { pickPutBack } from './pick-put-back.ts'
import { pickRelease } from './pick-release.ts'
import { pickShort } from './pick-short.ts'
import { pickUnshort } from './pick-unshort.ts'
import { refusalClose } from './refusal-close.ts'
import { sessionSignIn } from './session-sign-in.ts'
import { sessionSignOut } from './session-sign-out.ts'
import { capacityOfChanges, slotKeys } from './slot-load.ts'
import { stockCount } from './stock-count.ts'
import { upcast, upcasters, versionsRead } from './upcast.ts'

/** Every action a bench can record; the compiler checks that names and rules agree. */
export const actionDefinitions = {
  'pick.claim': pickClaim,
  'pick.release': pickRelease,
  'pick.confirm': pickConfirm,
  'pick.short': pickShort,
  'pick.unshort': pickUnshort,
  'pick.put-back': pickPutBack,
  'pack.open': packOpen,
  'pack.add': packAdd,
  'pack.remove': packRemove,
  'pack.nest': packNest,
  'pack.unnest': packUnnest,
  'pack.weigh': packWeigh,
  'pack.close': packClose,
  'pack.reopen': packReopen,
  'label.print': labelPrint,
  'label.verify': labelVerify,
  'label.void': labelVoid,
  'load.claim': loadClaim,
  'load.release': loadRelease,
  'load.add': loadAdd,
  'load.remove': loadRemove,
  'load.confirm': loadConfirm,
  'load.depart': loadDepart,
  'load.transfer': loadTransfer,
  'stock.count': stockCount,
  'refusal.close': refusalClose,
  'session.sign-in': sessionSignIn,
  'session.sign-out': sessionSignOut,
} as const

export type ActionType = keyof typeof actionDefinitions
export type PayloadOf<T extends ActionType> = ReturnType<(typeof actionDefinitions)[T]['parse']>

/** One thing an operator did, parsed. */
export type Action = {
  [T in ActionType]: { type: T; v: number; payload: PayloadOf<T> }
}[ActionType]

/** The station id of what the central office does itself, such as a departure without a bench. */
export const OFFICE_STATION_ID = 'office'

/** Who may do what; a supervisor may do all. The office checks again and keeps the fact (SEC-2). */
const ROLE_OF_PREFIX: Record<string, OperatorRole> = {
  pick: 'picker',
  pack: 'picker',
  load: 'loader',
  stock: 'picker',
  refusal: 'supervisor',
}

export function isActionType(type: string): type is ActionType {
  return Object.hasOwn(actionDefinitions, type)
}

/** Action types with the versions of each that can be read: every one ever shipped (PUSH-6, VER-1). */
export function readableVersions(): Record<string, number[]> {
  return Object.fromEntries(
    Object.values(actionDefinitions).map(({ type, v }) => [type, versionsRead(upcasters, type, v)]),
  )
}

/**
 * The action in a body, in the newest version of its type whatever version it was written in, or why it
 * can't be read (PUSH-6, VER-1).
 */
export function parseAction(
  body: Pick<ActionBody, 'type' | 'v' | 'payload'>,
): { ok: true; action: Action } | { ok: false; problem: string } {
  if (!isActionType(body.type)) return { ok: false, problem: `unknown action type ${body.type}` }
  const definition = definitionOf(body.type)
  if (!versionsRead(upcasters, body.type, definition.v).includes(body.v)) {
    return { ok: false, problem: `version ${body.v} of ${body.type} is not known` }
  }
  try {
    const payload = definition.parse(upcast(upcasters, body, definition.v))
    return { ok: true, action: { type: body.type, v: definition.v, payload } as Action }
  } catch (error) {
    return { ok: false, problem: `bad payload: ${String(error)}`.slice(0, 500) }
  }
}

/** Whether an action type is a fact (always recorded) or a claim (can be refused). */
export function actionKind(type: ActionType): 'fact' | 'claim' {
  return actionDefinitions[type].kind
}

/** Keys the decision may read; call again with what was found until nothing new is named. */
export function touches(
  action: Action,
  read: DocumentReader,
  context: { stationId: string; operatorId: string | null },
): DocumentKey[] {
  const named = definitionOf(action.type).touches(action.payload, read, context.stationId)
  const keys = movesSlots(action.type) ? [...named, ...slotKeys(named, read)] : named
  if (context.operatorId !== null) keys.push({ kind: 'operator', id: context.operatorId })
  return keys
}

/** Decides one action: its own rule, and whether this operator may do it at all. */
export function decide(action: Action, context: DecisionContext): Decision {
  const isAllowed = isOperatorAllowed(action, context)
  const definition = definitionOf(action.type)
  if (!isAllowed && definition.kind === 'claim') {
    return { changes: [], effects: [], breaks: [], refusal: 'forbidden' }
  }
  const decision = withCapacity(action.type, definition.decide(action.payload, context), context)
  if (isAllowed) return decision
  const detail = { operatorId: context.operatorId ?? '', action: action.type }
  return { ...decision, breaks: [...decision.breaks, { code: 'override-not-allowed', detail }] }
}

/** Prefixes of actions that move goods, units or their weights, and so what slots hold. */
const SLOT_PREFIXES = ['pick', 'pack', 'load']

function movesSlots(type: ActionType): boolean {
  return SLOT_PREFIXES.includes(type.slice(0, type.indexOf('.')))
}

/** Slots follow from what changed, so that no rule can forget its share and every inverse undoes exactly. */
function withCapacity(type: ActionType, decision: Decision, { read }: DecisionContext): Decision {
  if (!movesSlots(type) || decision.changes.length === 0) return decision
  const capacity = capacityOfChanges(read, decision.changes)
  return capacity.length === 0
    ? decision
    : { ...decision, effects: [...decision.effects, ...capacity] }
}

function isOperatorAllowed(action: Action, context: DecisionContext): boolean {
  const { type } = action
  const role = ROLE_OF_PREFIX[type.slice(0, type.indexOf('.'))]
  if (role === undefined || context.stationId === OFFICE_STATION_ID) return true
  const { operatorId } = context
  const roles = operatorId === null ? [] : (context.read.get('operator', operatorId)?.roles ?? [])
  if (roles.includes(role) || roles.includes('supervisor')) return true
  return roles.includes('loader') && isPalletWork(action, context.read)
}

/** Closed cartons put together on a pallet: done at the dock as well, by whoever loads. */
function isPalletWork(action: Action, read: DocumentReader): boolean {
  switch (action.type) {
    case 'pack.nest':
    case 'pack.unnest':
      return true
    case 'pack.open':
      return action.payload.kind === 'pallet'
    case 'pack.weigh':
    case 'pack.close':
    case 'pack.reopen': {
      const unit = read.get('unit', action.payload.unitId)
      return unit?.kind === 'pallet' && unit.contents.length === 0
    }
    default:
      return false
  }
}

/** The definition with its payload type forgotten; parse, touches and decide agree by construction. */
function definitionOf(type: ActionType) {
  const definition: unknown = actionDefinitions[type]
  return definition as {
    v: number
    kind: 'fact' | 'claim'
    parse(payload: unknown): unknown
    touches(payload: unknown, read: DocumentReader, stationId: string): DocumentKey[]
    decide(payload: unknown, context: DecisionContext): Decision
  }
}
