import type { AnswerOf, ExampleOf } from './example-of.ts'
import { DELIVERY_DATE, IDS, LOAD_CODE, PALLET, SHIP_TO, VEHICLE } from './story.ts'

type Operation =
  | 'postLoad'
  | 'listLoads'
  | 'listLoadCandidates'
  | 'getLoad'
  | 'putLoad'
  | 'getLoadingList'
  | 'confirmLoad'
  | 'departLoad'
  | 'transferLoad'

type Load = AnswerOf<'getLoad', 200>

const planned: Load = {
  id: IDS.load,
  number: 'LD-000031',
  code: LOAD_CODE,
  status: 'open',
  warehouse: 'MAIN',
  region: 'NH',
  deliveryDate: DELIVERY_DATE,
  vehicle: VEHICLE,
  driver: 'Wim Kuiper',
  stops: [IDS.shipment],
  seal: null,
  units: [],
  weightGrams: 0,
  volumeCm3: 0,
}

const loaded: Load = {
  ...planned,
  units: [{ unitId: PALLET, grossGrams: 86_820, volumeCm3: 78_000 }],
  weightGrams: 86_820,
  volumeCm3: 78_000,
}

const second: Load = {
  ...loaded,
  id: IDS.secondLoad,
  number: 'LD-000032',
  code: 'LLD0000032V',
  status: 'departed',
  vehicle: { ...VEHICLE, plate: 'VDL-05-N' },
  driver: 'Fatima Yıldız',
}

const stop: AnswerOf<'listLoadCandidates', 200>['shipments'][number] = {
  shipmentId: IDS.shipment,
  orderNumber: 'LL-000247',
  status: 'PACKED',
  shipTo: SHIP_TO,
  weightGrams: 62_000,
  volumeCm3: 78_000,
}

const number = 'LD-000031'

export const loadingExamples: { [N in Operation]: ExampleOf<N> } = {
  postLoad: {
    body: {
      warehouse: 'MAIN',
      region: 'NH',
      deliveryDate: DELIVERY_DATE,
      vehicle: VEHICLE,
      driver: 'Wim Kuiper',
      stops: [IDS.shipment],
    },
    answers: { 201: planned },
  },
  listLoads: {
    query: {
      warehouse: 'MAIN',
      deliveryDate: DELIVERY_DATE,
      region: 'NH',
      status: 'open',
      progress: 'true',
      after: 'LD-000030',
      limit: 100,
    },
    answers: {
      200: {
        items: [
          {
            ...planned,
            heldBy: null,
            progress: {
              expectedUnits: 1,
              onBoardUnits: 0,
              missingUnits: 1,
              wrongUnits: 0,
              ordersNotPacked: 0,
              expectedGrams: 86_820,
              expectedCm3: 78_000,
            },
          },
        ],
        next: null,
      },
    },
  },
  listLoadCandidates: {
    query: { warehouse: 'MAIN', region: 'NH', deliveryDate: DELIVERY_DATE, load: 'LD-000031' },
    answers: {
      200: { shipments: [stop], vehicles: [{ vehicle: VEHICLE, driver: 'Wim Kuiper' }] },
    },
  },
  getLoad: { params: { number }, answers: { 200: loaded } },
  putLoad: {
    params: { number },
    body: { vehicle: VEHICLE, driver: 'Karin Peeters', stops: [IDS.shipment] },
    answers: { 200: { ...loaded, driver: 'Karin Peeters' } },
  },
  getLoadingList: {
    params: { number },
    answers: {
      200: {
        number,
        code: LOAD_CODE,
        warehouse: 'MAIN',
        seal: null,
        heldBy: null,
        stops: [stop],
        status: 'open',
        region: 'NH',
        deliveryDate: DELIVERY_DATE,
        vehicle: VEHICLE,
        driver: 'Wim Kuiper',
        units: [
          {
            unitId: PALLET,
            kind: 'pallet',
            status: 'closed',
            wrong: null,
            orderNumbers: ['LL-000247'],
            shipmentId: IDS.shipment,
            stop: 1,
            shipTo: SHIP_TO,
            grossGrams: 86_820,
            volumeCm3: 78_000,
            onBoard: true,
            labelVerified: true,
          },
        ],
        missing: [],
        totals: {
          units: 1,
          grossGrams: 86_820,
          volumeCm3: 78_000,
          onBoardUnits: 1,
          onBoardGrams: 86_820,
          onBoardCm3: 78_000,
          expectedGrams: 86_820,
          expectedCm3: 78_000,
          fits: true,
        },
      },
    },
  },
  confirmLoad: {
    params: { number },
    body: { seal: 'NL-0048213' },
    answers: { 200: { ...loaded, status: 'confirmed', seal: 'NL-0048213' } },
  },
  departLoad: {
    params: { number },
    body: { leftBehind: [] },
    answers: { 200: { ...loaded, status: 'departed', seal: 'NL-0048213' } },
  },
  transferLoad: {
    params: { number },
    body: { to: 'LD-000032', unitIds: [PALLET], reason: 'breakdown at Purmerend' },
    answers: {
      200: {
        from: { ...planned, status: 'departed', seal: 'NL-0048213' },
        to: second,
        exceptionId: null,
      },
    },
  },
}
