import type { ExampleOf } from './example-of.ts'
import { DELIVERY_DATE, PALLET, SHIP_TO } from './story.ts'

export const searchExamples: { findAnything: ExampleOf<'findAnything'> } = {
  findAnything: {
    query: { q: '247' },
    answers: {
      200: {
        items: [
          {
            kind: 'order',
            orderNumber: 'LL-000247',
            customerRef: 'C-1042',
            name: SHIP_TO.name,
            city: SHIP_TO.city,
            status: 'LOADED',
            deliveryDate: DELIVERY_DATE,
          },
          {
            kind: 'unit',
            unitId: PALLET,
            unitKind: 'pallet',
            status: 'loaded',
            orderNumbers: ['LL-000247'],
          },
        ],
        more: [],
      },
    },
  },
}
