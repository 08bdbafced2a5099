import type { AnswerOf, ExampleOf } from './example-of.ts'
import { DELIVERY_DATE, IDS, PICK_LIST_CODE } from './story.ts'

type Operation = 'generatePickLists' | 'listPickLists' | 'releasePickList' | 'reissuePickList'

type PickList = AnswerOf<'releasePickList', 200>

const list: PickList = {
  id: IDS.pickList,
  code: PICK_LIST_CODE,
  orderNumbers: ['LL-000247'],
  region: 'NH',
  status: 'open',
  mode: 'order',
  lines: [
    {
      lineNo: 1,
      orderNumber: 'LL-000247',
      orderLineNo: 1,
      sku: 'OAK-14',
      location: 'A-04-2',
      requested: 6,
      picked: 0,
      short: 0,
    },
    {
      lineNo: 2,
      orderNumber: 'LL-000247',
      orderLineNo: 2,
      sku: 'GLUE-5',
      location: 'C-11-1',
      requested: 2,
      picked: 0,
      short: 0,
    },
  ],
}

/** What the old list keeps, so that work of a bench that was out of reach still finds its lines. */
const left: PickList = {
  ...list,
  status: 'done',
  lines: list.lines.map((line) => ({ ...line, requested: 0 })),
}

export const pickingExamples: { [N in Operation]: ExampleOf<N> } = {
  generatePickLists: {
    body: { warehouse: 'MAIN', deliveryDate: DELIVERY_DATE, mode: 'order' },
    answers: { 200: { created: 1, pickLists: [list] } },
  },
  listPickLists: {
    query: { deliveryDate: DELIVERY_DATE, warehouse: 'MAIN' },
    answers: { 200: { pickLists: [list] } },
  },
  releasePickList: { params: { id: IDS.pickList }, answers: { 200: list } },
  reissuePickList: {
    params: { id: IDS.pickList },
    answers: {
      201: { pickList: { ...list, id: IDS.secondPickList, code: 'LLP0000428U' }, left },
    },
  },
}
