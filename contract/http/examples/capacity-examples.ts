import type { AnswerOf, ExampleOf } from './example-of.ts'
import { DELIVERY_DATE } from './story.ts'

type Operation = 'putCapacity' | 'getCapacity' | 'listCapacity' | 'listDeliveryDays'

const slot: AnswerOf<'getCapacity', 200> = {
  maxWeightGrams: 6_000_000,
  maxVolumeCm3: 18_000_000,
  reservedWeightGrams: 4_118_420,
  reservedVolumeCm3: 9_630_000,
  packedWeightGrams: 2_051_820,
  packedVolumeCm3: 4_788_000,
}

const params = { region: 'NH', date: DELIVERY_DATE }

export const capacityExamples: { [N in Operation]: ExampleOf<N> } = {
  putCapacity: {
    params,
    body: { maxWeightGrams: 6_000_000, maxVolumeCm3: 18_000_000 },
    answers: { 200: slot },
  },
  getCapacity: { params, answers: { 200: slot } },
  listCapacity: {
    query: { region: 'NH', from: '2026-04-15', to: '2026-04-17' },
    answers: { 200: { items: [{ ...slot, region: 'NH', deliveryDate: DELIVERY_DATE }] } },
  },
  listDeliveryDays: {
    query: { region: 'NH', weightGrams: 67_400, volumeCm3: 84_000, limit: 2 },
    answers: {
      200: {
        items: [
          {
            deliveryDate: DELIVERY_DATE,
            cutOffAt: '2026-04-14T12:00:00.000Z',
            hasRoom: true,
            weightGramsLeft: 1_948_980,
            volumeCm3Left: 8_454_000,
          },
          {
            deliveryDate: '2026-04-16',
            cutOffAt: '2026-04-15T12:00:00.000Z',
            hasRoom: false,
            weightGramsLeft: 0,
            volumeCm3Left: 0,
          },
        ],
      },
    },
  },
}
