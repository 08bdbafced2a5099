import type { AnswerOf, ExampleOf } from './example-of.ts'
import { stationExamples } from './station-examples.ts'
import { IDS, INCARNATION, PALLET, PICK_LIST_CODE } from './story.ts'

type Operation =
  | 'getStation'
  | 'putStation'
  | 'listStationLog'
  | 'postSupportFile'
  | 'getSupportFile'
  | 'sendSupportFile'

const FILE_ID = '019d8bf9-2f10-7c4e-9d37-1a5b6c7d8e9f'

const [summary] = stationExamples.listStations.answers[200].items
if (summary === undefined) throw new Error('the story has no station')

const asked: AnswerOf<'postSupportFile', 202> = {
  id: FILE_ID,
  state: 'asked',
  askedAt: '2026-04-14T12:31:02.000Z',
  askedBy: 'ilse',
  expiresAt: '2026-04-15T12:31:02.000Z',
  arrivedAt: null,
  bytes: null,
}

const file = {
  madeAt: '2026-04-14T12:31:18.402Z',
  station: { stationId: IDS.station, mode: 'pick-and-pack' },
  devices: [{ id: 's1', kind: 'scanner', state: 'ready', detail: '' }],
}

export const stationCareExamples: { [N in Operation]: ExampleOf<N> } = {
  getStation: {
    params: { stationId: IDS.station },
    answers: {
      200: {
        ...summary,
        drainsUntil: null,
        holds: [
          {
            kind: 'list',
            id: IDS.pickList,
            reference: PICK_LIST_CODE,
            since: '2026-04-14T12:24:30.000Z',
            done: 1,
            total: 2,
          },
        ],
        supportFiles: [
          { ...asked, state: 'here', arrivedAt: '2026-04-14T12:31:19.000Z', bytes: 48_211 },
        ],
      },
    },
  },
  putStation: {
    params: { stationId: IDS.station },
    body: { name: 'Pack 1 by the door' },
    answers: { 200: { ...summary, name: 'Pack 1 by the door' } },
  },
  listStationLog: {
    params: { stationId: IDS.station },
    query: { before: 42, limit: 100 },
    answers: {
      200: {
        items: [
          {
            actionId: IDS.pickAction,
            stationId: IDS.station,
            stationName: 'Pack 1',
            incarnation: INCARNATION,
            seq: 41,
            type: 'pick.confirm',
            operatorId: 'sanne',
            occurredAt: '2026-04-14T12:25:10.020Z',
            payload: {
              pickListId: IDS.pickList,
              lineNo: 2,
              quantity: 1,
              lot: 'G2603A',
              unitId: PALLET,
            },
            outcome: 'accepted',
            code: null,
            detail: null,
            exceptionId: null,
            receivedAt: '2026-04-14T12:25:10.377Z',
            closed: null,
          },
        ],
        next: 41,
      },
    },
  },
  postSupportFile: { params: { stationId: IDS.station }, answers: { 202: asked } },
  getSupportFile: { params: { stationId: IDS.station, id: FILE_ID }, answers: { 200: file } },
  sendSupportFile: { body: { id: FILE_ID, file }, answers: {} },
}
