import type { PullAnswer } from '../../contract/sync/envelope.ts'
import type { TestStation } from './office.ts'

export type Pulled = {
  epoch: string
  head: number
  /** Newest bodies by `kind/id`; what left the scope is not there. */
  documents: Map<string, unknown>
}

/** Pulls page after page until there is no more, from the start or from an earlier pull. */
export async function pullAll(
  station: TestStation,
  from: Pick<Pulled, 'epoch' | 'head'> = { epoch: station.epoch, head: 0 },
): Promise<Pulled> {
  const documents = new Map<string, unknown>()
  let cursor = from.head
  for (;;) {
    const path = `/v1/sync/pull?cursor=${cursor}&epoch=${from.epoch}&limit=500`
    const answer = await station.call('GET', path)
    if (answer.status !== 200) throw new Error(`pull: ${JSON.stringify(answer.body)}`)
    const page = answer.body as PullAnswer
    for (const { kind, id, doc } of page.changes) {
      if (doc === null) documents.delete(`${kind}/${id}`)
      else documents.set(`${kind}/${id}`, doc)
    }
    cursor = page.cursor
    if (!page.more) return { epoch: page.epoch, head: page.head, documents }
  }
}
