import { hash, randomBytes } from 'node:crypto'
import type { PayloadOf, ActionType } from '#contract/actions/index.ts'
import type { LoggedAction, PushRequest } from '#contract/sync/envelope.ts'
import { GENESIS_HASH, SYNC_PROTOCOL } from '#contract/sync/limits.ts'
import { createNewId } from '../../sync-server/deps.ts'

/** A station's log as a test writes it: actions in order, chained as on the wire. */
export type StationLog = {
  incarnation: string
  actions: LoggedAction[]
  /** Appends an action and answers with its seq. */
  act<T extends ActionType>(type: T, payload: PayloadOf<T>): LoggedAction
  /** Appends any text as a body. */
  append(body: string, id?: string): LoggedAction
  /** A push of `count` actions from `fromSeq` on. */
  request(options: {
    epoch: string
    fromSeq?: number
    count?: number
    ackedSeq?: number
    knownHead?: number
  }): PushRequest
}

const OCCURRED_AT = '2026-03-02T08:00:00.000Z'

export const newActionId = createNewId(Date, (count) => new Uint8Array(randomBytes(count)))

export function createStationLog(
  options: { operatorId?: string | null; incarnation?: string } = {},
): StationLog {
  const { operatorId = 'emma', incarnation = randomBytes(16).toString('hex') } = options
  const actions: LoggedAction[] = []
  const append: StationLog['append'] = (body, id = newActionId()) => {
    const seq = actions.length + 1
    const prevHash = actions.at(-1)?.hash ?? GENESIS_HASH
    const action = { seq, id, body, hash: hash('sha256', `${prevHash}\n${seq}\n${id}\n${body}`) }
    actions.push(action)
    return action
  }
  return {
    incarnation,
    actions,
    append,
    act: (type, payload) =>
      append(
        JSON.stringify({ type, v: 1, operatorId, occurredAt: OCCURRED_AT, baseHead: 0, payload }),
      ),
    request: ({ epoch, fromSeq = 1, count = actions.length, ackedSeq = 0, knownHead = 0 }) => ({
      protocol: SYNC_PROTOCOL,
      incarnation,
      epoch,
      ackedSeq,
      knownHead,
      fromSeq,
      prevHash: actions[fromSeq - 2]?.hash ?? GENESIS_HASH,
      actions: actions.slice(fromSeq - 1, fromSeq - 1 + count),
    }),
  }
}
