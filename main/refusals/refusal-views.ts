import { parseAction } from '#contract/actions/index.ts'
import {
  AMEND_CHOICES_MAX,
  AMENDABLE_FIELDS,
  type Amendment,
  type RefusalView,
} from '#contract/rpc/refusal-view.ts'
import type { StationView } from '../store/view.ts'
import { subjectOf } from '../rpc/subject.ts'
import { amendableOf } from './replacement.ts'
import type { OpenRefusal } from './refusals.ts'

type Floor = Pick<StationView, 'get' | 'pickLists' | 'loads'>

/** What a supervisor sees of one refusal. */
export function refusalView(refusal: OpenRefusal, read: Floor): RefusalView {
  const { seq, id, body, code, detail } = refusal
  const amendable = amendableOf(body)
  return {
    seq,
    id,
    type: body.type,
    at: body.occurredAt,
    operatorId: body.operatorId,
    subject: subjectOf(body.payload, read),
    code,
    why: `answer.${code}`,
    detail,
    canRetry: parseAction(body).ok,
    amendable,
    choices: choicesFor(amendable, read),
  }
}

/** The other lists and loads there are to work on, where a list or load is what may be changed. */
function choicesFor(amendable: Amendment, read: Floor): RefusalView['choices'] {
  const isOpen = ({ status }: { status: string }) => status === 'open' || status === 'claimed'
  const lists = () =>
    read
      .pickLists()
      .filter(isOpen)
      .map(({ id, orders }) => {
        return { value: id, words: orders.map(({ orderNumber }) => orderNumber).join(', ') }
      })
  const loads = () =>
    read
      .loads()
      .filter(isOpen)
      .map(({ id, number, vehicle }) => {
        return { value: id, words: `${number} · ${vehicle.plate}` }
      })
  const choices: RefusalView['choices'] = {}
  for (const name of AMENDABLE_FIELDS) {
    const now = amendable[name]
    if (now === undefined) continue
    const all = name === 'pickListId' ? lists() : LOAD_FIELDS.includes(name) ? loads() : []
    const others = all.filter(({ value }) => value !== now).slice(0, AMEND_CHOICES_MAX)
    if (others.length > 0) choices[name] = others
  }
  return choices
}

const LOAD_FIELDS: readonly string[] = ['loadId', 'fromLoadId', 'toLoadId']
