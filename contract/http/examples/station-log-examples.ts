import type { ExampleOf } from './example-of.ts'
import { IDS, INCARNATION } from './story.ts'

type StationLogOperation =
  'importStationLog' | 'drainStation' | 'listStationActions' | 'closeRefusal'

export const stationLogExamples: { [N in StationLogOperation]: ExampleOf<N> } = {
  importStationLog: {
    // The first bytes of every gzip file; a whole one cannot be shown.
    body: new Uint8Array([0x1f, 0x8b, 0x08]),
    answers: {
      200: {
        stationId: IDS.station,
        name: 'Pack 1',
        actions: 2,
        accepted: 1,
        excepted: 0,
        refused: 1,
        replayed: 0,
        lastSeq: 44,
        troubles: [
          {
            seq: 44,
            actionId: IDS.shortAction,
            type: 'load.claim',
            outcome: 'refused',
            code: 'already-claimed',
            detail: '',
          },
        ],
      },
    },
  },
  drainStation: {
    params: { stationId: IDS.station },
    body: { hours: 24, reason: 'the bench went to the workshop with a full log' },
    answers: {},
  },
  listStationActions: {
    query: { stationId: IDS.station, outcome: 'refused', open: 'true', after: '', limit: 100 },
    answers: {
      200: {
        items: [
          {
            actionId: IDS.shortAction,
            stationId: IDS.station,
            stationName: 'Pack 1',
            incarnation: INCARNATION,
            seq: 44,
            type: 'load.claim',
            operatorId: 'sanne',
            occurredAt: '2026-04-14T12:31:20.114Z',
            payload: { loadId: IDS.load },
            outcome: 'refused',
            code: 'already-claimed',
            detail: null,
            exceptionId: null,
            receivedAt: '2026-04-14T12:31:21.377Z',
            closed: null,
          },
        ],
        next: null,
      },
    },
  },
  closeRefusal: {
    params: { actionId: IDS.shortAction },
    body: { reason: 'Pack 1 was replaced; the load was taken over by Pack 2' },
    answers: {},
  },
}
