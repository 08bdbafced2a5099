import type { PullAnswer, PushAnswer, Receipt } from '#contract/sync/envelope.ts'
import type { FloorStation } from './floor.ts'
import type { Answer, TestOffice } from './office.ts'

/** What a station does with the office, a call at a time, remembering what it was told. */
export type SyncClient = {
  station: FloorStation
  epoch: string
  /** Sends actions from `fromSeq`, by default everything not yet acknowledged. */
  send(options?: {
    fromSeq?: number
    count?: number
    ackedSeq?: number
    knownHead?: number
  }): Promise<Answer>
  /** As `send`, but fails unless it was answered with receipts. */
  push(options?: { fromSeq?: number; count?: number }): Promise<PushAnswer>
  /** All pages from a cursor on, as one. */
  pull(options?: { cursor?: number; limit?: number; epoch?: string }): Promise<PullAnswer>
}

export function syncClient(
  office: Pick<TestOffice, 'call'>,
  station: FloorStation,
  epoch: string,
): SyncClient {
  const { token, log } = station
  let ackedSeq = 0
  let knownHead = 0
  const client: SyncClient = {
    station,
    epoch,
    send: (options = {}) => {
      const fromSeq = options.fromSeq ?? ackedSeq + 1
      const body = log.request({ epoch: client.epoch, ackedSeq, knownHead, ...options, fromSeq })
      return office.call('POST', '/v1/sync/push', { token, body })
    },
    push: async (options) => {
      const answer = await client.send(options)
      if (answer.status !== 200) throw new Error(`not pushed: ${JSON.stringify(answer.body)}`)
      const pushed = answer.body as PushAnswer
      ackedSeq = pushed.ackedSeq
      knownHead = pushed.head
      return pushed
    },
    pull: async ({ cursor = 0, limit = 500, epoch: asked = client.epoch } = {}) => {
      const changes: PullAnswer['changes'] = []
      for (let from = cursor; ;) {
        const path = `/v1/sync/pull?cursor=${from}&epoch=${asked}&limit=${limit}`
        const answer = await office.call('GET', path, { token })
        if (answer.status !== 200) throw new Error(`not pulled: ${JSON.stringify(answer.body)}`)
        const page = answer.body as PullAnswer
        changes.push(...page.changes)
        if (!page.more || page.reset === true) return { ...page, changes }
        from = page.cursor
      }
    },
  }
  return client
}

/** `accepted`, or the outcome and its code, in order. */
export function outcomes(receipts: readonly Receipt[]): string[] {
  return receipts.map(({ outcome, code }) => (code === undefined ? outcome : `${outcome} ${code}`))
}
