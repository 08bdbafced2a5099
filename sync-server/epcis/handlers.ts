import { EPCIS_CONTEXT, EpcisEvent } from '#contract/http/epcis-event.ts'
import { instantOf } from '../deps.ts'
import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { placeMoves } from './place-moves.ts'

export function epcisHandlers({ store, deps }: Office): Pick<Handlers, 'listEpcisEvents'> {
  return {
    listEpcisEvents: async ({ query: { after, limit } }) => {
      await store.transaction((tx) => placeMoves(tx))
      const rows = await store.snapshot((tx) =>
        tx
          .selectFrom('epcis_event')
          .select(['position', 'body'])
          .where('position', '>', after)
          .orderBy('position')
          .limit(limit)
          .execute(),
      )
      const next = rows.at(-1)?.position ?? after
      return {
        status: 200,
        headers: { link: `</v1/epcis/events?after=${next}&limit=${limit}>; rel="next"` },
        body: {
          '@context': [EPCIS_CONTEXT],
          type: 'EPCISDocument',
          schemaVersion: '2.0',
          creationDate: instantOf(deps.clock.now()),
          epcisBody: { eventList: rows.map(({ body }) => EpcisEvent.parse(body)) },
        },
      }
    },
  }
}
