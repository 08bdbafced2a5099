import { hash } from 'node:crypto'
import { decide, parseAction, readableVersions } from '#contract/actions/index.ts'
import { documentSchemas, type DocumentReader } from '#contract/documents/document.ts'
import {
  ActionBody,
  type FeedChange,
  type LoggedAction,
  type PushAnswer,
  type Receipt,
} from '#contract/sync/envelope.ts'
import { LEASE_MS } from '#contract/sync/limits.ts'
import { scopeText } from '#contract/sync/scope-hash.ts'
import type { Clock } from '../clock.ts'
import type { CallResult, OfficeClient } from '../sync/office-client.ts'
import { PRACTICE_STATION_ID, type PracticeSet } from './practice-set.ts'

export const PRACTICE_EPOCH = 'practice'

/** What came in, for whoever watches somebody learn. */
export type PracticeOffice = OfficeClient & { readonly types: ReadonlySet<string> }

/**
 * Stands in for the office in this process, without a network: hands out the practice set, decides every action
 * by the rules that the real one goes by, and hands back what came of it. It keeps nothing past its end.
 */
export function practiceOffice(
  set: PracticeSet,
  { clock, incarnation }: { clock: Clock; incarnation: string },
): PracticeOffice {
  const types = new Set<string>()
  const feed = practiceFeed(set)
  let ackedSeq = 0
  const serverTime = () => new Date(clock.now()).toISOString()
  const take = ({ seq, id, body }: LoggedAction): Receipt => {
    const read = ActionBody.parse(JSON.parse(body))
    types.add(read.type)
    ackedSeq = Math.max(ackedSeq, seq)
    const leaseUntil = new Date(clock.now() + LEASE_MS).toISOString()
    return { seq, id, ...feed.decide(read, { now: serverTime(), leaseUntil }) }
  }
  return {
    types,
    enrol: () => Promise.resolve({ ok: false, failure: NEVER }),
    heartbeat: () => good(null),
    live: (_onPoke, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    scope: () => {
      const entries = feed.after(0)
      const held = hash('sha256', scopeText(entries), 'hex')
      return good({ epoch: PRACTICE_EPOCH, head: feed.head, documents: entries.length, hash: held })
    },
    pull: ({ cursor, epoch }) =>
      good({
        epoch: PRACTICE_EPOCH,
        head: feed.head,
        cursor: feed.head,
        more: false,
        processed: { incarnation, seq: ackedSeq },
        reads: readableVersions(),
        serverTime: serverTime(),
        changes: feed.after(epoch === PRACTICE_EPOCH ? cursor : 0),
      }),
    push: ({ actions }) => {
      // What was sent before has been decided before.
      const receipts = actions.map((action) =>
        action.seq > ackedSeq
          ? take(action)
          : { seq: action.seq, id: action.id, outcome: 'accepted' as const, replayed: true },
      )
      const answer: PushAnswer = {
        epoch: PRACTICE_EPOCH,
        ackedSeq,
        durableSeq: ackedSeq,
        head: feed.head,
        serverTime: serverTime(),
        receipts,
      }
      return good(answer)
    },
  }
}

type Decided = Pick<Receipt, 'outcome' | 'code'>

/** Every document with the place in the feed of its newest version. */
function practiceFeed({ documents }: PracticeSet) {
  const held = new Map<string, FeedChange>()
  let head = 0
  const put = (kind: string, id: string, doc: unknown): void => {
    head += 1
    held.set(`${kind}\n${id}`, { seq: head, kind, id, doc })
  }
  for (const { kind, id, doc } of documents) put(kind, id, doc)
  const read: DocumentReader = {
    get: (kind, id) => {
      const found = held.get(`${kind}\n${id}`)
      // The key names the kind, so the body is of that kind.
      return found?.doc as ReturnType<DocumentReader['get']> as never
    },
  }
  return {
    get head() {
      return head
    },
    after: (cursor: number): FeedChange[] =>
      [...held.values()].filter(({ seq }) => seq > cursor).toSorted((a, b) => a.seq - b.seq),
    decide(body: ActionBody, at: { now: string; leaseUntil: string }): Decided {
      const parsed = parseAction(body)
      if (!parsed.ok) return { outcome: 'accepted' }
      const { operatorId } = body
      const context = { read, stationId: PRACTICE_STATION_ID, operatorId, ...at }
      const { changes, breaks, refusal } = decide(parsed.action, context)
      if (refusal !== null) return { outcome: 'refused', code: refusal }
      for (const { kind, id, doc } of changes) put(kind, id, documentSchemas[kind].parse(doc))
      const [broken] = breaks
      return broken === undefined
        ? { outcome: 'accepted' }
        : { outcome: 'excepted', code: broken.code }
    },
  }
}

const NEVER = { kind: 'unreachable', detail: 'practice enrols nobody' } as const

function good<T>(value: T): Promise<CallResult<T>> {
  return Promise.resolve({ ok: true, value })
}
