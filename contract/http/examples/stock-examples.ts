import type { ExampleOf } from './example-of.ts'
import { IDS } from './story.ts'

type Operation =
  'postStockMovement' | 'listStock' | 'listStockDays' | 'postReconciliation' | 'listLedger'

export const stockExamples: { [N in Operation]: ExampleOf<N> } = {
  postStockMovement: {
    body: {
      warehouse: 'MAIN',
      sku: 'GLUE-5',
      lot: 'G2603A',
      expiryDate: '2027-03-31',
      kind: 'RECEIVED',
      quantity: 120,
      reason: 'delivery note 771',
      idempotencyKey: 'note-771-2',
    },
    answers: { 201: { replayed: false }, 200: { replayed: true } },
  },
  listStock: {
    query: {
      sku: 'GLUE-5',
      warehouse: 'MAIN',
      lots: 'true',
      after: 'CLIP-40',
      search: 'glue',
      only: 'expiring',
      expiringBy: '2027-04-14',
      sort: 'sku',
      limit: 100,
    },
    answers: {
      200: {
        next: null,
        items: [
          {
            warehouse: 'MAIN',
            sku: 'GLUE-5',
            onHand: 131,
            reserved: 18,
            available: 113,
            name: 'Parquet glue 5 kg',
            location: 'C-02-1',
            lots: [
              { lot: 'G2601C', onHand: 11, reserved: 11, available: 0, picked: 4 },
              {
                lot: 'G2603A',
                onHand: 120,
                reserved: 7,
                available: 113,
                picked: 1,
                expiryDate: '2027-03-31',
              },
            ],
          },
        ],
      },
    },
  },
  listStockDays: {
    params: { sku: 'GLUE-5' },
    query: { warehouse: 'MAIN', days: 3 },
    answers: {
      200: {
        items: [
          { day: '2026-04-12', onHand: 11 },
          { day: '2026-04-13', onHand: 11 },
          { day: '2026-04-14', onHand: 131 },
        ],
      },
    },
  },
  postReconciliation: {
    query: { warehouse: 'MAIN' },
    answers: {
      200: {
        checked: 5_412,
        differences: [
          {
            warehouse: 'MAIN',
            what: 'on-hand',
            key: 'GLUE-5',
            book: 131,
            found: 130,
            about: { sku: 'GLUE-5', lot: 'G2603A' },
            exceptionId: IDS.exception,
          },
        ],
      },
    },
  },
  listLedger: {
    query: { sku: 'OAK-14', warehouse: 'MAIN', after: 0, before: 20_500, limit: 100 },
    answers: {
      200: {
        items: [
          {
            id: 20_417,
            recordedAt: '2026-04-14T08:12:31.204Z',
            warehouse: 'MAIN',
            sku: 'OAK-14',
            lot: '',
            kind: 'RESERVED',
            quantity: 6,
            onHandDelta: 0,
            reservedDelta: 6,
            reference: 'LL-000247',
            reason: '',
            orderNumber: 'LL-000247',
          },
        ],
        next: null,
      },
    },
  },
}
