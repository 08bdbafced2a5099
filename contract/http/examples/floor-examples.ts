import type { AnswerOf, ExampleOf } from './example-of.ts'
import { openException, saidOfShort } from './exception-examples.ts'
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
      id: openException.id,
      code: openException.code,
      reference: openException.reference,
      detail: openException.detail,
      sentence: openException.sentence,
      openedAt: openException.openedAt,
      occurrences: openException.occurrences,
      task: openException.task,
      choice: openException.choice,
      said: saidOfShort,
      had: openException.had,
      choices: openException.choices.filter(({ choice }) => choice !== 'cancel'),
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
