import { EPCIS_CONTEXT } from '../epcis-event.ts'
import type { ExampleOf } from './example-of.ts'
import { IDS } from './story.ts'

const place = { id: 'urn:x-loadline:warehouse:MAIN' }
const carton = 'https://id.gs1.org/00/387123450000000012'

export const epcisExamples: { listEpcisEvents: ExampleOf<'listEpcisEvents'> } = {
  listEpcisEvents: {
    query: { after: 90, limit: 100 },
    answers: {
      200: {
        '@context': [EPCIS_CONTEXT],
        type: 'EPCISDocument',
        schemaVersion: '2.0',
        creationDate: '2026-04-15T05:30:00.000Z',
        epcisBody: {
          eventList: [
            {
              type: 'AggregationEvent',
              eventID: `urn:uuid:${IDS.departedEvent}`,
              eventTime: '2026-04-14T12:31:07.402Z',
              recordTime: '2026-04-14T12:31:08.120Z',
              eventTimeZoneOffset: '+02:00',
              bizStep: 'packing',
              disposition: 'in_progress',
              action: 'ADD',
              parentID: carton,
              childQuantityList: [
                { epcClass: 'https://id.gs1.org/01/08712345000013/10/L-7', quantity: 3 },
              ],
              readPoint: place,
              bizLocation: place,
              bizTransactionList: [
                { type: 'po', bizTransaction: 'urn:x-loadline:order:LL-000247' },
              ],
            },
            {
              type: 'ObjectEvent',
              eventID: `urn:uuid:${IDS.load}`,
              eventTime: '2026-04-15T05:20:02.100Z',
              recordTime: '2026-04-15T05:20:02.519Z',
              eventTimeZoneOffset: '+02:00',
              bizStep: 'departing',
              disposition: 'in_transit',
              action: 'OBSERVE',
              epcList: [carton],
              readPoint: place,
              bizTransactionList: [
                { type: 'po', bizTransaction: 'urn:x-loadline:order:LL-000247' },
                { type: 'bol', bizTransaction: 'urn:x-loadline:load:LD-000031' },
              ],
            },
          ],
        },
      },
    },
  },
}
