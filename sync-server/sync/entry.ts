import { type Action, parseAction } from '#contract/actions/index.ts'
import { Reference } from '#contract/documents/ids.ts'
import { ActionBody, type ActionClock, type LoggedAction } from '#contract/sync/envelope.ts'
import { isTooDeep } from './body-depth.ts'

/** One line of a station's log as the office reads it. */
export type Entry = Pick<LoggedAction, 'seq' | 'id' | 'body' | 'hash'> & {
  type: string
  operatorId: string | null
  /** The bench's clocks, as far as they could be read (TIME-1). */
  occurredAt: string | null
  clock: ActionClock | null
  /** Null when it cannot be read; `poison` then says why. */
  action: Action | null
  /** Why it is not decided, in words; null for an action that is decided as usual. */
  poison: string | null
}

/** What a name of a type may be made of, so that it can be kept and shown. */
const TYPE = /^[\x21-\x7e]{1,64}$/
const UNREADABLE_TYPE = 'unreadable'

/** Never throws: what cannot be read is stored as poison, and the ones behind it go on (PUSH-6). */
export function readEntry(logged: LoggedAction): Entry {
  const unreadable = {
    ...logged,
    type: UNREADABLE_TYPE,
    operatorId: null,
    occurredAt: null,
    clock: null,
    action: null,
  }
  if (isTooDeep(logged.body)) return { ...unreadable, poison: 'it is nested too deeply' }
  let json: unknown
  try {
    json = JSON.parse(logged.body)
  } catch {
    return { ...unreadable, poison: 'its text is not JSON' }
  }
  const body = ActionBody.safeParse(json)
  if (!body.success) return { ...unreadable, poison: 'its envelope is not as agreed' }
  const { operatorId, occurredAt, clock = null } = body.data
  const type = TYPE.test(body.data.type) ? body.data.type : UNREADABLE_TYPE
  const isNamed = operatorId === null || Reference.safeParse(operatorId).success
  if (!isNamed) return { ...unreadable, type, occurredAt, clock, poison: 'its operator is no name' }
  const read = { ...logged, type, operatorId, occurredAt, clock }
  const parsed = parseAction(body.data)
  if (!parsed.ok) return { ...read, action: null, poison: printable(parsed.problem) }
  return { ...read, action: parsed.action, poison: null }
}

/** It may quote what the body says, and a task for a person is kept and shown. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '?')
}
