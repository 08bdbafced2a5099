import type { AnswerOf, ExampleOf } from './example-of.ts'
import { IDS, PICK_LIST_CODE } from './story.ts'

type Operation = 'listExceptions' | 'countExceptions' | 'getException' | 'resolveException'

/** What the bench said of it. */
export const saidOfShort = {
  sentence: `Sanne Bakker at Pack 1 could not find 1 × Parquet glue 5 kg for list ${PICK_LIST_CODE}: the shelf is empty.`,
  station: 'Pack 1',
  operator: 'Sanne Bakker',
  occurredAt: '2026-04-14T12:26:38.902Z',
}

/** A short pick that waits for somebody's decision. */
export const openException: AnswerOf<'resolveException', 200> = {
  id: IDS.exception,
  warehouse: 'MAIN',
  code: 'short-pick',
  status: 'open',
  stationId: IDS.station,
  station: 'Pack 1',
  operatorId: 'sanne',
  actionId: IDS.shortAction,
  reference: 'LL-000247',
  detail: {
    orderNumber: 'LL-000247',
    list: PICK_LIST_CODE,
    pickListId: IDS.pickList,
    missing: '1 × GLUE-5',
    reasons: '1 × GLUE-5 (the shelf is empty)',
    reason: 'OUTOFSTOCK',
  },
  sentence: `Order LL-000247 holds. Missing on list ${PICK_LIST_CODE}: 1 × GLUE-5 (the shelf is empty). Ship what there is, or hold it.`,
  openedAt: '2026-04-14T12:26:41.377Z',
  resolvedAt: null,
  resolvedBy: null,
  choice: null,
  note: null,
  occurrences: 1,
  lastSeenAt: '2026-04-14T12:26:41.377Z',
  task: 'decide',
  said: {
    ...saidOfShort,
    action: 'pick.short',
    values: {
      list: PICK_LIST_CODE,
      lineNo: 2,
      quantity: 1,
      reason: 'OUTOFSTOCK',
      sku: 'GLUE-5',
      product: 'Parquet glue 5 kg',
    },
  },
  had: 'The office had 1 × GLUE-5 promised to order LL-000247.',
  choices: [
    {
      choice: 'ship-partial',
      label: 'Ship what there is',
      does: 'What was found goes out without the rest.',
      input: null,
    },
    {
      choice: 'hold',
      label: 'Hold the order',
      does: 'The order waits, and stays in the inbox.',
      input: null,
    },
    {
      choice: 'cancel',
      label: 'Cancel the order',
      does: 'The order is cancelled; what was picked of it becomes a task to put back.',
      input: null,
    },
  ],
}

export const exceptionExamples: { [N in Operation]: ExampleOf<N> } = {
  listExceptions: {
    query: {
      open: 'true',
      code: 'short-pick',
      warehouse: 'MAIN',
      stationId: IDS.station,
      about: 'LL-000247',
      newest: 'false',
      after: '019d8b00-0000-7000-8000-000000000000',
      limit: 100,
    },
    answers: { 200: { items: [openException], next: null } },
  },
  countExceptions: {
    answers: {
      200: {
        open: 1,
        undecided: 1,
        codes: [{ code: 'short-pick', open: 1 }],
        warehouses: [{ warehouse: 'MAIN', open: 1 }],
        stations: [{ id: IDS.station, name: 'Pack 1', open: 1 }],
      },
    },
  },
  getException: { params: { id: IDS.exception }, answers: { 200: openException } },
  resolveException: {
    params: { id: IDS.exception },
    body: { choice: 'ship-partial', note: 'customer takes one can', input: {} },
    answers: {
      200: {
        ...openException,
        status: 'closed',
        resolvedAt: '2026-04-14T12:31:20.005Z',
        resolvedBy: 'ilse',
        choice: 'ship-partial',
        note: 'customer takes one can',
        choices: [],
      },
    },
  },
}
