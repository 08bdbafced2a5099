import type { AnswerOf, ExampleOf } from './example-of.ts'
import {
  CONFIRMED_ORDER,
  DELIVERY_DATE,
  entry,
  IDS,
  PACKED_ORDER,
  PALLET,
  SHIP_TO,
} from './story.ts'

type Operation =
  | 'postOrderIntent'
  | 'listOrders'
  | 'getOrder'
  | 'cancelOrder'
  | 'rescheduleOrder'
  | 'adjustOrder'
  | 'handOverOrder'
  | 'payOrder'
type HistoryOperation = 'getOrderHistory' | 'writeOrderHistory' | 'closeOrderHistory'
type WorkOperation = 'getOrderActions' | 'getUnitLabel'

type Taken = Omit<AnswerOf<'postOrderIntent', 201>, 'replayed'>

const orderNumber = 'LL-000247'

/** The website sold 13 m²; that is 5.86 packs, so six leave the shelf. */
const taken: Taken = {
  orderId: IDS.order,
  orderNumber,
  status: 'CONFIRMED',
  deliveryDate: DELIVERY_DATE,
  lines: [{ lineNo: 1, sku: 'OAK-14', unit: 'm2', asked: 13, quantity: 6, roundedUp: true }],
}

const {
  shipments: _shipments,
  lines: _lines,
  units: _units,
  history: _history,
  ...summary
} = CONFIRMED_ORDER

const [opening] = CONFIRMED_ORDER.history
const before = opening === undefined ? [] : [opening]

const intakeExamples: { [N in Operation]: ExampleOf<N> } = {
  postOrderIntent: {
    body: {
      sourceSystem: 'webshop',
      orderIntentId: '2026-000123',
      contractVersion: '2',
      customerRef: 'C-1042',
      shipTo: SHIP_TO,
      region: 'NH',
      deliveryDate: DELIVERY_DATE,
      lineItems: [
        { sku: 'OAK-14', quantity: 13, unit: 'm2', unitPriceCents: 4_995, lineRef: 'a' },
        { sku: 'GLUE-5', quantity: 2, unitPriceCents: 3_450, lineRef: 'b' },
      ],
      submittedAt: '2026-04-14T08:12:30.000Z',
      externalOrderId: 'WEB-88231',
      totals: { grossCents: 71_835, currency: 'EUR' },
      fulfilment: 'delivery',
      allowBackorder: false,
      payment: 'on-account',
    },
    answers: { 201: { ...taken, replayed: false }, 200: { ...taken, replayed: true } },
  },
  listOrders: {
    query: {
      status: 'CONFIRMED',
      region: 'NH',
      deliveryDate: DELIVERY_DATE,
      customerRef: 'C-1042',
      search: 'vloerenhuis noord',
      states: 'CONFIRMED,ON_HOLD',
      deliveryFrom: '2026-04-14',
      deliveryTo: '2026-04-18',
      isBlocked: 'false',
      isBackordered: 'false',
      sort: 'oldest',
      after: 'LL-000246',
      limit: 100,
    },
    answers: { 200: { items: [summary], next: null } },
  },
  getOrder: { params: { orderNumber }, answers: { 200: PACKED_ORDER } },
  cancelOrder: {
    params: { orderNumber },
    body: { reason: 'customer ordered twice', version: 1 },
    answers: {
      200: {
        ...CONFIRMED_ORDER,
        version: 2,
        status: 'CANCELLED',
        shipments: [{ id: IDS.shipment, status: 'CANCELLED', unitIds: [] }],
        lines: CONFIRMED_ORDER.lines.map((line) => ({ ...line, reserved: 0 })),
        history: [
          ...before,
          entry({
            id: 1_206,
            status: 'order:cancelled',
            severity: 'warning',
            recordedAt: '2026-04-14T08:40:02.117Z',
            writtenBy: 'ilse',
            payload: { reason: 'customer ordered twice' },
          }),
        ],
      },
    },
  },
  rescheduleOrder: {
    params: { orderNumber },
    body: {
      reason: 'nobody was at home',
      deliveryDate: '2026-04-16',
      repick: false,
      version: 10,
    },
    answers: {
      200: { ...PACKED_ORDER, version: 13, deliveryDate: '2026-04-16' },
    },
  },
  adjustOrder: {
    params: { orderNumber },
    body: {
      version: 1,
      reason: 'customer called: other door, one more can',
      changes: { shipTo: { line1: 'Oostkade 5' }, lines: [{ lineNo: 2, quantity: 3 }] },
    },
    answers: {
      200: {
        ...CONFIRMED_ORDER,
        version: 2,
        shipTo: { ...SHIP_TO, line1: 'Oostkade 5' },
        lines: CONFIRMED_ORDER.lines.map((line) =>
          line.lineNo === 2 ? { ...line, ordered: 3, reserved: 3 } : line,
        ),
      },
    },
  },
  handOverOrder: {
    params: { orderNumber },
    body: { collectedBy: 'M. de Wit', version: 6 },
    answers: {
      200: {
        ...PACKED_ORDER,
        version: 7,
        status: 'DELIVERED',
        region: null,
        fulfilment: 'collect',
        units: [],
      },
    },
  },
  payOrder: {
    params: { orderNumber },
    body: { paymentRef: 'psp-7f3a91', amountCents: 71_835 },
    answers: {
      200: { ...CONFIRMED_ORDER, version: 2, paymentDueAt: '2026-04-14T08:42:31.204Z' },
    },
  },
}

const blocked = entry({
  id: 1_207,
  status: 'credit:check_failed',
  severity: 'blocking',
  recordedAt: '2026-04-14T09:05:44.300Z',
  writtenBy: 'token:credit',
  payload: { openCents: 1_250_000, note: 'above the limit of C-1042' },
})

const closed = { ...blocked, closedAt: '2026-04-14T09:31:07.000Z' }

const historyExamples: { [N in HistoryOperation]: ExampleOf<N> } = {
  getOrderHistory: {
    params: { orderNumber },
    query: { view: 'timeline' },
    answers: {
      200: {
        orderNumber,
        view: 'timeline',
        isBlocked: false,
        entries: [
          ...before,
          closed,
          entry({
            id: 1_208,
            status: 'credit:check_failed_closed',
            recordedAt: '2026-04-14T09:31:07.000Z',
            writtenBy: 'ilse',
            payload: { note: 'paid by bank' },
            closes: 1_207,
          }),
        ],
      },
    },
  },
  writeOrderHistory: {
    params: { orderNumber },
    body: {
      status: 'credit:check_failed',
      severity: 'blocking',
      payload: { openCents: 1_250_000 },
      note: 'above the limit of C-1042',
    },
    answers: { 201: blocked, 200: blocked },
  },
  closeOrderHistory: {
    params: { orderNumber, entryId: 1_207 },
    body: { note: 'paid by bank' },
    answers: { 200: closed },
  },
}

const importExamples: { importOrderIntents: ExampleOf<'importOrderIntents'> } = {
  importOrderIntents: {
    body: [
      'sourceSystem;orderIntentId;customerRef;name;line1;postalCode;city;country;region;deliveryDate;sku;quantity;unit;basket',
      'webshop;2026-000123;C-1042;Vloerenhuis Noord;Oostkade 3;1625 AB;Hoorn;NL;NH;2026-04-15;OAK-14;13;m2;b1',
      'webshop;2026-000123;C-1042;Vloerenhuis Noord;Oostkade 3;1625 AB;Hoorn;NL;NH;2026-04-15;GLUE-5;2;;b1',
      'webshop;2026-000124;C-2210;De Plint;Markt 9;1441 CE;Purmerend;NL;NH;2026-04-15;OAK-41;4;;b2',
      '',
    ].join('\n'),
    answers: {
      200: {
        rows: 3,
        orders: 1,
        replayed: 0,
        refused: 1,
        ignoredColumns: ['basket'],
        report: [
          { row: 2, orderIntentId: '2026-000123', outcome: 'confirmed', orderNumber },
          { row: 3, orderIntentId: '2026-000123', outcome: 'confirmed', orderNumber },
          {
            row: 4,
            orderIntentId: '2026-000124',
            outcome: 'refused',
            code: 'unknown-sku',
            detail: 'there is no product OAK-41',
          },
        ],
      },
    },
  },
}

/** Orders, their histories, and files of them. */
const workExamples: { [N in WorkOperation]: ExampleOf<N> } = {
  getOrderActions: {
    params: { orderNumber },
    query: { newest: 'false', after: IDS.pickAction, limit: 100 },
    answers: {
      200: {
        items: [
          {
            actionId: IDS.shortAction,
            type: 'pick.short',
            stationId: IDS.station,
            stationName: 'Pack 3',
            operatorId: 'sanne',
            operatorName: 'Sanne',
            occurredAt: '2026-04-14T12:27:11.231Z',
            receivedAt: '2026-04-14T12:27:11.402Z',
            outcome: 'accepted',
            code: null,
            detail: null,
            exceptionId: null,
            sku: 'GLUE-5',
            payload: { pickListId: IDS.pickList, lineNo: 2, quantity: 1, reason: 'not-found' },
          },
        ],
        next: null,
      },
    },
  },
  getUnitLabel: {
    params: { unitId: PALLET },
    query: { copy: 1 },
    answers: {
      200: {
        unitId: PALLET,
        copy: 1,
        state: 'verified',
        document: {
          widthMm: 102,
          heightMm: 152,
          elements: [
            { kind: 'text', xMm: 4, yMm: 17, fontMm: 5.5, text: 'Vloerenhuis Noord', widthMm: 94 },
          ],
        },
      },
    },
  },
}

export const orderExamples = {
  ...intakeExamples,
  ...historyExamples,
  ...importExamples,
  ...workExamples,
}
