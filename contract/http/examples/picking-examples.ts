import type { AnswerOf, ExampleOf } from './example-of.ts'
import { DELIVERY_DATE, IDS, OAK, PICK_LIST_CODE, SHIP_TO } from './story.ts'

type Operation =
  | 'generatePickLists'
  | 'listPickLists'
  | 'getPickList'
  | 'listPickingDays'
  | 'getPickingDay'
  | 'releasePickList'
  | 'reissuePickList'

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

/** The same in the hands of a bench. */
const claimed: AnswerOf<'listPickLists', 200>['pickLists'][number] = {
  ...list,
  status: 'claimed',
  warehouse: 'MAIN',
  deliveryDate: DELIVERY_DATE,
  heldBy: {
    stationId: IDS.station,
    station: 'Pack 1',
    stationOnline: true,
    stationRevoked: false,
    lastSeenAt: '2026-04-14T12:26:41.377Z',
    operator: 'Sanne Bakker',
    since: '2026-04-14T12:20:03.118Z',
  },
}

export const pickingExamples: { [N in Operation]: ExampleOf<N> } = {
  generatePickLists: {
    body: { warehouse: 'MAIN', deliveryDate: DELIVERY_DATE, mode: 'order', answer: 'lists' },
    answers: { 200: { created: 1, pickLists: [list] } },
  },
  listPickLists: {
    query: {
      deliveryDate: DELIVERY_DATE,
      warehouse: 'MAIN',
      region: 'NH',
      status: 'claimed',
      search: 'LL-000247',
      after: 'LLP0000426X',
      limit: 100,
    },
    answers: { 200: { pickLists: [claimed], next: null } },
  },
  getPickList: {
    params: { id: PICK_LIST_CODE },
    answers: {
      200: {
        ...claimed,
        orders: [
          {
            orderNumber: 'LL-000247',
            status: 'IN_PROGRESS',
            shipTo: SHIP_TO,
            totePosition: null,
            isBlocked: false,
            shortDecision: 'undecided',
          },
        ],
        products: { 'OAK-14': OAK.name, 'GLUE-5': 'Parquet glue, 5 kg' },
      },
    },
  },
  listPickingDays: {
    query: { warehouse: 'MAIN' },
    answers: {
      200: {
        warehouse: 'MAIN',
        warehouses: [{ code: 'MAIN', name: 'Zaandam' }],
        today: '2026-04-14',
        next: DELIVERY_DATE,
        days: [{ deliveryDate: DELIVERY_DATE, orders: 41, lists: 38, loads: 3 }],
      },
    },
  },
  getPickingDay: {
    params: { deliveryDate: DELIVERY_DATE },
    query: { warehouse: 'MAIN' },
    answers: {
      200: {
        regions: [{ region: 'NH', open: 20, claimed: 4, done: 14, cancelled: 0 }],
        ready: 2,
        waiting: 1,
        unlisted: [
          { orderNumber: 'LL-000251', region: 'NH', why: 'blocked', because: 'call first' },
          { orderNumber: 'LL-000253', region: 'NH', why: 'ready', because: null },
        ],
      },
    },
  },
  releasePickList: {
    params: { id: IDS.pickList },
    body: { reason: 'The bench is broken' },
    answers: { 200: list },
  },
  reissuePickList: {
    params: { id: IDS.pickList },
    answers: {
      201: { pickList: { ...list, id: IDS.secondPickList, code: 'LLP0000428U' }, left },
    },
  },
}
