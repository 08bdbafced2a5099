import type { ExampleOf } from './example-of.ts'
import { DELIVERY_DATE, IDS, SHIP_TO } from './story.ts'

type Operation = 'exportCustomer' | 'eraseCustomer'

export const privacyExamples: { [N in Operation]: ExampleOf<N> } = {
  exportCustomer: {
    params: { ref: 'C-1042' },
    query: { after: '', limit: 100 },
    answers: {
      200: {
        customerRef: 'C-1042',
        exportedAt: '2026-05-20T09:00:00.000Z',
        orders: [
          {
            orderId: IDS.order,
            orderNumber: 'LL-000247',
            warehouse: 'MAIN',
            status: 'COMPLETED',
            createdAt: '2026-04-14T08:12:31.000Z',
            updatedAt: '2026-04-15T14:02:10.000Z',
            erasedAt: null,
            shipTo: SHIP_TO,
            region: 'NH',
            deliveryDate: DELIVERY_DATE,
            lines: [{ lineNo: 1, sku: 'OAK-14', ordered: 6 }],
            intent: {
              sourceSystem: 'webshop',
              orderIntentId: '2026-000123',
              receivedAt: '2026-04-14T08:12:31.000Z',
              payload: { customerRef: 'C-1042', shipTo: SHIP_TO },
            },
            history: [
              {
                status: 'order:submitted',
                recordedAt: '2026-04-14T08:12:31.000Z',
                writtenBy: 'token:webshop',
                payload: {},
              },
            ],
            payments: [],
            shipments: [
              {
                shipmentId: '019d8b0c-9665-7a11-8f5f-d2b4601f03d4',
                status: 'DELIVERED',
                reports: [
                  {
                    status: 'DELIVERED',
                    occurredAt: '2026-04-15T13:58:00.000Z',
                    latitude: null,
                    longitude: null,
                  },
                ],
                proofs: [],
              },
            ],
            units: [{ unitId: '387123450000000012', shipTo: SHIP_TO, printedCopies: 1 }],
          },
        ],
        next: null,
      },
    },
  },
  eraseCustomer: {
    params: { ref: 'C-1042' },
    body: { reason: 'asked for by letter of 18 May' },
    answers: { 200: { customerRef: 'C-1042', orders: 1 } },
  },
}
