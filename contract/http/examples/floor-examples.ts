import type { AnswerOf, ExampleOf } from './example-of.ts'
import { IDS, PICK_LIST_CODE } from './story.ts'

type Operation = 'getFloor' | 'decideFloorException' | 'releaseFloorList' | 'releaseFloorLoad'

type Floor = AnswerOf<'getFloor', 200>

/** Pack 1 works; its printer has no labels. */
const pack1: Floor['stations'][number] = {
  stationId: IDS.station,
  name: 'Pack 1',
  mode: 'pick-and-pack',
  online: true,
  lastSeenAt: '2026-04-14T12:26:58.640Z',
  pending: 0,
  oldestPendingAt: null,
  clockOffsetMs: -140,
  clockIsOff: false,
  logTrouble: null,
  troubles: [
    {
      kind: 'printer',
      state: 'attention',
      detail: 'The labels have run out',
      since: '2026-04-14T12:20:11.000Z',
    },
  ],
  operator: { id: 'sanne', name: 'Sanne Bakker' },
  work: { kind: 'picking', reference: PICK_LIST_CODE, done: 1, total: 2 },
  figures: {
    scansLastHour: 94,
    errorScansLastHour: 3,
    picksLastHour: 61,
    errorScansToday: 11,
    lastScanAt: '2026-04-14T12:26:38.902Z',
  },
}

const floor: Floor = {
  serverTime: '2026-04-14T12:27:05.112Z',
  warehouse: 'MAIN',
  stations: [pack1],
  claims: [
    {
      kind: 'list',
      id: IDS.pickList,
      reference: PICK_LIST_CODE,
      orderNumbers: ['LL-000247'],
      stationId: IDS.station,
      station: 'Pack 1',
      stationOnline: true,
      stationRevoked: false,
      lastSeenAt: '2026-04-14T12:26:58.640Z',
      since: '2026-04-14T12:21:40.118Z',
      done: 1,
      total: 2,
    },
  ],
  exceptions: [
    {
      id: IDS.exception,
      code: 'short-pick',
      reference: 'LL-000247',
      detail: {
        orderNumber: 'LL-000247',
        list: PICK_LIST_CODE,
        pickListId: IDS.pickList,
        missing: '1 × GLUE-5',
        reasons: '1 × GLUE-5 (not found)',
      },
      sentence: `Order LL-000247 holds. Missing on list ${PICK_LIST_CODE}: 1 × GLUE-5 (not found). Ship what there is, or hold it.`,
      openedAt: '2026-04-14T12:26:41.377Z',
      occurrences: 1,
      task: 'decide',
      choice: null,
      said: {
        sentence: `Sanne Bakker at Pack 1 found 1 missing for line 2 of list ${PICK_LIST_CODE} (OUTOFSTOCK).`,
        station: 'Pack 1',
        operator: 'Sanne Bakker',
        occurredAt: '2026-04-14T12:26:38.902Z',
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
      ],
    },
  ],
  moreExceptions: false,
  people: null,
}

export const floorExamples: { [N in Operation]: ExampleOf<N> } = {
  getFloor: { answers: { 200: floor } },
  decideFloorException: {
    params: { id: IDS.exception },
    body: {
      operatorRef: 'ilse',
      choice: 'ship-partial',
      note: 'customer takes one can',
      input: {},
    },
    answers: { 200: { id: IDS.exception, status: 'closed' } },
  },
  releaseFloorList: {
    params: { id: IDS.pickList },
    body: { operatorRef: 'ilse', reason: 'Pack 1 is broken' },
    answers: { 200: { reference: PICK_LIST_CODE, stationId: IDS.station } },
  },
  releaseFloorLoad: {
    params: { number: 'LD-000031' },
    body: { operatorRef: 'ilse', reason: 'Pack 1 is broken' },
    answers: { 200: { reference: 'LD-000031', stationId: IDS.station } },
  },
}
