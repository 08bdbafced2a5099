import type { ChoiceRule } from '#contract/http/exception-choices.ts'
import { Problem } from '../http/problem.ts'
import { applyOrderEffects } from '../orders/transition.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'
import { type OfficeAction, processAsOffice } from '../sync/decide-as-office.ts'
import { announceClosed } from './exceptions.ts'
import type { StoredException } from './read-exceptions.ts'
import type { Resolving } from './resolve-exception.ts'

/** A choice that is allowed, about to be done. */
export type Deciding = Resolving & { exception: StoredException; rule: ChoiceRule; at: string }

/**
 * Writes down what was decided, once. Called when everything the exception is about is locked, so that
 * nobody closes it meanwhile; whoever came first has decided.
 */
export async function settle(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const { id, choice, note, caller, rule, at, deps, exception } = deciding
  const { status } = await tx
    .selectFrom('exception')
    .select('status')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (status === 'closed') throw new Problem('wrong-state', 'it was closed before')
  const row = await tx
    .updateTable('exception')
    .set({
      status: rule.staysOpen ? 'open' : 'closed',
      resolved_at: at,
      resolved_by: caller.name,
      choice,
      note,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const { warehouse } = exception
  return rule.staysOpen ? [] : announceClosed(tx, { warehouse, at, deps }, [row])
}

/** A value of the exception's detail, as text. */
export function detailOf({ exception }: Deciding, name: string): string {
  return String(exception.detail[name] ?? '')
}

/** An entry in the history of the order that the exception is about. */
export async function tellOrder(
  tx: Tx,
  deciding: Deciding,
  entry: { orderNumber: string; status: string; payload: Record<string, unknown> },
): Promise<void> {
  const { exception, caller, at, deps, note } = deciding
  const payload = { exceptionId: exception.id, note, ...entry.payload }
  await applyOrderEffects(tx, {
    warehouse: exception.warehouse,
    at,
    writtenBy: caller.name,
    deps,
    effects: [{ kind: 'history', ...entry, severity: 'info', payload }],
  })
}

/**
 * Facts of the office that put something right. Where one breaks a rule itself the world has moved on:
 * nothing is done then.
 */
export async function act(
  tx: Tx,
  { kind, deps, exception, caller }: Deciding,
  actions: readonly OfficeAction[],
): Promise<DocumentWrite[]> {
  const { warehouse } = exception
  const request = { warehouse, actions, writtenBy: caller.name }
  const { rulings, writes } = await processAsOffice(tx, { kind, deps, isHolding: true }, request)
  const broken = rulings.find(({ outcome }) => outcome !== 'accepted')
  if (broken !== undefined) {
    throw new Problem('wrong-state', `it does not fit: ${broken.detail ?? broken.code ?? ''}`)
  }
  return writes
}
