import type { ExampleOf } from './example-of.ts'
import { IDS } from './story.ts'

export const traceExamples: { [N in 'getTrace']: ExampleOf<N> } = {
  getTrace: {
    params: { actionId: IDS.pickAction },
    answers: {
      200: {
        actionId: IDS.pickAction,
        type: 'pick.confirm',
        scan: {
          stationId: IDS.station,
          stationName: 'Pack 3',
          incarnation: '9d1c5f0a4b7e4f0c8a2b6d3e1f5a7c90',
          seq: 1_204,
          operatorId: 'sanne',
          stationClockAt: '2026-04-14T12:26:41.118Z',
          occurredAt: '2026-04-14T12:26:41.130Z',
          payload: { pickListId: IDS.pickList, lineNo: 1, quantity: 6 },
        },
        push: {
          requestId: '019d8bf5-4961-7a74-80c9-d1d1f37cac00',
          receivedAt: '2026-04-14T12:26:41.377Z',
          waitedMs: 247,
        },
        receipt: { outcome: 'accepted', code: null, detail: null, exceptionId: null },
        documents: [{ kind: 'pick-list', id: IDS.pickList, seq: 88_120, status: 'claimed' }],
        orderNumbers: ['LL-000247'],
        ledger: [
          {
            id: 50_123,
            recordedAt: '2026-04-14T12:26:41.377Z',
            sku: 'OAK-14',
            lot: '',
            kind: 'PICKED',
            onHandDelta: 0,
            reservedDelta: 0,
            reference: 'LL-000247',
          },
        ],
        history: [
          {
            id: 3_120,
            orderNumber: 'LL-000247',
            status: 'picking:started',
            recordedAt: '2026-04-14T12:26:41.377Z',
          },
        ],
        events: [
          {
            id: '019d8bf5-4961-7a74-80c9-d1d1f37cac02',
            type: 'order.status-changed',
            subject: 'order/LL-000247',
            createdAt: '2026-04-14T12:26:41.377Z',
            deliveries: [{ webhook: 'erp', status: 'delivered', attempts: 1 }],
          },
        ],
        exceptions: [],
      },
    },
  },
}
