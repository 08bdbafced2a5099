import type { AnswerOf, ExampleOf } from './example-of.ts'
import { DELIVERY_DATE, EPOCH, IDS, INCARNATION, PALLET, PICK_LIST_CODE } from './story.ts'

type StationOperation = 'postStationCode' | 'listStations' | 'revokeStation'
type SyncOperation = 'enrol' | 'heartbeat' | 'push' | 'pull' | 'scope' | 'live'

const health = {
  appVersion: '1.4.0',
  pending: 0,
  oldestPendingAt: null,
  clockOffsetMs: -140,
  devices: [
    { id: 's1', kind: 'scanner', state: 'ready', detail: '' },
    { id: 'w1', kind: 'scale', state: 'ready', detail: 'stable at 0 g' },
    { id: 'p1', kind: 'printer', state: 'ready', detail: '' },
  ],
  printJobs: { queued: 0, printed: 212, unknown: 0, failed: 1 },
} satisfies ExampleOf<'heartbeat'>['body']

const pack1: AnswerOf<'listStations', 200>['items'][number] = {
  ...health,
  clockIsOff: false,
  logTrouble: null,
  stationId: IDS.station,
  name: 'Pack 1',
  warehouse: 'MAIN',
  mode: 'pick-and-pack',
  online: true,
  revoked: false,
  enrolledAt: '2026-03-02T07:41:05.310Z',
  lastSeenAt: '2026-04-14T12:26:58.640Z',
  lastSeq: 42,
}

const boardExamples: { [N in StationOperation]: ExampleOf<N> } = {
  postStationCode: {
    body: { warehouse: 'MAIN', name: 'Pack 1', mode: 'pick-and-pack' },
    answers: {
      201: {
        code: 'K7MP-3XQ2',
        expiresAt: '2026-03-03T07:40:00.000Z',
        qr: 'LLENROL1|https://office.example|K7MP-3XQ2|',
      },
    },
  },
  listStations: { answers: { 200: { items: [pack1] } } },
  revokeStation: { params: { stationId: IDS.station }, answers: {} },
}

/** Sanne takes one can of glue and finds the other missing: two lines of the log of Pack 1. */
const actions = [
  {
    seq: 41,
    id: IDS.pickAction,
    body: `{"type":"pick.confirm","v":1,"operatorId":"sanne","occurredAt":"2026-04-14T12:25:10.020Z","baseHead":41633,"payload":{"pickListId":"${IDS.pickList}","lineNo":2,"quantity":1,"lot":"G2603A","unitId":"${PALLET}"}}`,
    hash: 'dc393685111af12c1037c399efdf9de0c091b3fdec264641545a2826b74129fa',
  },
  {
    seq: 42,
    id: IDS.shortAction,
    body: `{"type":"pick.short","v":1,"operatorId":"sanne","occurredAt":"2026-04-14T12:26:38.902Z","baseHead":41633,"payload":{"pickListId":"${IDS.pickList}","lineNo":2,"quantity":1,"reason":"OUTOFSTOCK"}}`,
    hash: '1462907f83a7a047b4389176b2676bc041fe07e075b2608533b4f6bdb30b6de9',
  },
]

const syncExamples: { [N in SyncOperation]: ExampleOf<N> } = {
  enrol: {
    body: { code: 'K7MP-3XQ2', incarnation: INCARNATION, appVersion: '1.4.0' },
    answers: {
      201: {
        stationId: IDS.station,
        token: 'Qe5Tn8Wz1Yb4Rk7Mv0Hs3Dj6Lx9Pc2Fg5Ua8Ei1Ot4K',
        name: 'Pack 1',
        mode: 'pick-and-pack',
        warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
        epoch: EPOCH,
        serverTime: '2026-03-02T07:41:05.310Z',
        numberRange: { from: 1, to: 10_000, prefix: '38712345' },
      },
    },
  },
  heartbeat: {
    body: health,
    answers: { 200: { supportFile: { id: '019d8bf9-2f10-7c4e-9d37-1a5b6c7d8e9f' } } },
  },
  push: {
    body: {
      protocol: 1,
      incarnation: INCARNATION,
      epoch: EPOCH,
      ackedSeq: 40,
      knownHead: 41_633,
      fromSeq: 41,
      prevHash: '77e330b3205c452c1e6d5aa0d26613b9dc50ccc908c1847edcefaf24e28c8f19',
      actions,
    },
    answers: {
      200: {
        epoch: EPOCH,
        ackedSeq: 42,
        durableSeq: 42,
        head: 41_636,
        serverTime: '2026-04-14T12:26:41.377Z',
        receipts: [
          { seq: 41, id: IDS.pickAction, outcome: 'accepted' },
          { seq: 42, id: IDS.shortAction, outcome: 'accepted' },
        ],
      },
    },
  },
  pull: {
    query: { cursor: 41_634, epoch: EPOCH, limit: 500 },
    answers: {
      200: {
        epoch: EPOCH,
        head: 41_636,
        cursor: 41_636,
        more: false,
        processed: { incarnation: INCARNATION, seq: 42 },
        reads: { 'pick.claim': [1], 'pick.confirm': [1], 'pick.short': [1] },
        serverTime: '2026-04-14T12:26:41.502Z',
        changes: [
          {
            seq: 41_635,
            kind: 'pick-list',
            id: IDS.pickList,
            doc: {
              id: IDS.pickList,
              code: PICK_LIST_CODE,
              warehouse: 'MAIN',
              region: 'NH',
              deliveryDate: DELIVERY_DATE,
              mode: 'order',
              status: 'claimed',
              claim: { stationId: IDS.station, leaseUntil: '2026-04-15T00:26:41.377Z' },
              orders: [],
              lines: [],
            },
          },
          {
            seq: 41_636,
            kind: 'exception',
            id: IDS.exception,
            doc: {
              id: IDS.exception,
              code: 'short-pick',
              status: 'open',
              openedAt: '2026-04-14T12:26:41.377Z',
              stationId: IDS.station,
              operatorId: 'sanne',
              reference: 'LL-000247',
              sentence: `Order LL-000247 holds. Missing on list ${PICK_LIST_CODE}: 1 × GLUE-5 (the shelf is empty). Ship what there is, or hold it.`,
            },
          },
        ],
      },
    },
  },
  scope: {
    query: { epoch: EPOCH },
    answers: {
      200: {
        epoch: EPOCH,
        head: 41_636,
        documents: 1_204,
        hash: 'd6f4c9b38c1f0c4a5c6e1f1b7d8a0f2e93b1c7d5e8f6a4029b3c1d7e5f8a6042',
      },
    },
  },
  live: {
    answers: {
      200: `: listening\n\nevent: head\ndata: {"warehouse":"MAIN","head":41636,"epoch":"${EPOCH}"}\n\n`,
    },
  },
}

export const stationExamples = { ...boardExamples, ...syncExamples }
