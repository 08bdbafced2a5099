import {
  type ChoiceInput,
  type ChoiceRule,
  type ExceptionChoice,
  handlingOf,
} from '#contract/http/exception-choices.ts'
import type { OfficeCaller } from '../http/handler.ts'
import { invalidRequest, Problem } from '../http/problem.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import type { Store, Tx } from '../store/index.ts'
import { writeDocuments, type DocumentWrite } from '../sync/documents.ts'
import { accept, putBack } from './accept.ts'
import type { Deciding } from './deciding.ts'
import { moveToLoad, raiseLimit, recount, reopenUnit, voidLabel } from './mend.ts'
import { findException, type StoredException } from './read-exceptions.ts'
import { redeliverParked } from './redeliver-parked.ts'
import { cancelShort, hold, shipPartial } from './short-answers.ts'

/** What somebody of the office says about an exception. */
export type Resolving = {
  kind: Store['kind']
  deps: OfficeDeps
  id: string
  choice: string
  note: string
  input: { counted?: number | undefined; load?: string | undefined }
  caller: Pick<OfficeCaller, 'name' | 'scopes'>
}

/** Does one choice; answers with the documents that are written last. */
type Act = (tx: Tx, deciding: Deciding) => Promise<DocumentWrite[]>

const ACTS: Readonly<Record<ExceptionChoice, Act>> = {
  accept,
  'put-back': putBack,
  recount,
  'move-to-load': moveToLoad,
  'raise-limit': raiseLimit,
  'void-label': voidLabel,
  'reopen-unit': reopenUnit,
  redeliver: redeliverParked,
  'ship-partial': shipPartial,
  hold,
  cancel: cancelShort,
}

const INPUT_WORDS: Readonly<Record<ChoiceInput, string>> = {
  counted: 'how many were counted on the shelf',
  load: 'the number of the load it goes on',
}

/**
 * Records what was decided and does it: all of it or nothing. Each choice locks what its exception is
 * about before the exception itself, as whoever raises one does. It writes documents, so it is the last
 * thing done in its transaction.
 */
export async function resolveException(tx: Tx, resolving: Resolving): Promise<StoredException> {
  const { deps, id } = resolving
  const exception = await findException(tx, id)
  if (exception === undefined) throw new Problem('not-found', 'there is no such exception')
  if (exception.status === 'closed') throw new Problem('wrong-state', 'it was closed before')
  const rule = ruleFor(exception, resolving)
  const at = instantOf(deps.clock.now())
  const writes = await ACTS[rule.choice](tx, { ...resolving, exception, rule, at })
  await writeDocuments(tx, exception.warehouse, writes)
  const after = await findException(tx, id)
  if (after === undefined) throw new Error(`exception ${id} vanished`)
  return after
}

function ruleFor({ code, detail }: StoredException, resolving: Resolving): ChoiceRule {
  const { choices } = handlingOf(code, detail)
  const rule = choices.find(({ choice }) => choice === resolving.choice)
  if (rule === undefined) {
    const known = choices.map(({ choice }) => choice).join(', ')
    throw new Problem('not-supported', `choose one of: ${known}`)
  }
  const { input, scope } = rule
  if (scope !== null && !resolving.caller.scopes.has(scope)) {
    throw new Problem('forbidden', `to ${rule.label.toLowerCase()} takes the right ${scope}`)
  }
  if (input !== null && resolving.input[input] === undefined) {
    throw invalidRequest([{ path: `input.${input}`, message: `say ${INPUT_WORDS[input]}` }])
  }
  return rule
}
