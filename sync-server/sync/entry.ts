import { type Action, parseAction, readableVersions } from '#contract/actions/index.ts'
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
  const body = readBody(logged.body)
  if (body === null) return { ...unreadable, poison: 'it is no body of an action' }
  const { operatorId, occurredAt, clock = null } = body
  const type = TYPE.test(body.type) ? body.type : UNREADABLE_TYPE
  const isNamed = operatorId === null || Reference.safeParse(operatorId).success
  if (!isNamed) return { ...unreadable, type, occurredAt, clock, poison: 'its operator is no name' }
  const read = { ...logged, type, operatorId, occurredAt, clock }
  const parsed = parseAction(body)
  if (!parsed.ok) return { ...read, action: null, poison: printable(parsed.problem) }
  return { ...read, action: parsed.action, poison: null }
}

/** Null for bytes that are no body of an action. */
export function readBody(text: string): ActionBody | null {
  if (isTooDeep(text)) return null
  try {
    const parsed = ActionBody.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

const READS = readableVersions()

/** Whether this office reads that type, in that version (PUSH-6). */
export function isReadable({ type, v }: Pick<ActionBody, 'type' | 'v'>): boolean {
  return Object.hasOwn(READS, type) && READS[type]?.includes(v) === true
}

/** It may quote what the body says, and a task for a person is kept and shown. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '?')
}
