import type { AnswerOf, ExampleOf } from './example-of.ts'
import { IDS, PALLET, SHIP_TO } from './story.ts'

type Operation =
  | 'getShipment'
  | 'getShipmentByUnit'
  | 'postShipmentStatus'
  | 'postProofOfDelivery'
  | 'getProofSignature'
  | 'listCouriers'
  | 'putCourier'
  | 'deleteCourier'

/** A black bar of eight by two dots stands in for the picture of a signature. */
const SIGNATURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAACAQAAAABN76BAAAAADElEQVR4nGP4z/AfAAQAAf8iCjrwAAAAAElFTkSuQmCC'

const id = IDS.shipment
const location = { lat: 52.6424, lng: 5.0602 }

const proof: AnswerOf<'postProofOfDelivery', 201>['proof'] = {
  signedBy: 'M. de Wit',
  signedAt: '2026-04-15T09:47:30.000Z',
  mediaType: 'image/png',
  bytes: 69,
  location,
  recordedAt: '2026-04-15T09:47:33.918Z',
  writtenBy: 'courier:jansen',
}

const head: AnswerOf<'getShipmentByUnit', 200>['shipments'][number] = {
  id,
  orderNumber: 'LL-000247',
  orderStatus: 'OUT_FOR_DELIVERY',
  status: 'IN_TRANSIT',
  statusAt: '2026-04-15T05:48:00.000Z',
  shipTo: SHIP_TO,
  unitIds: [PALLET],
}

const reported: AnswerOf<'postShipmentStatus', 200> = {
  message: 'Status Updated & Notification Sent',
  shipmentId: id,
  orderNumber: 'LL-000247',
  status: 'IN_TRANSIT',
  became: 'applied',
  replayed: false,
}

const delivered: AnswerOf<'postProofOfDelivery', 201> = { ...reported, status: 'DELIVERED', proof }

export const shipmentExamples: { [N in Operation]: ExampleOf<N> } = {
  getShipment: {
    params: { id },
    answers: {
      200: {
        ...head,
        orderStatus: 'DELIVERED',
        status: 'DELIVERED',
        statusAt: proof.signedAt,
        events: [
          {
            status: 'IN_TRANSIT',
            occurredAt: '2026-04-15T05:48:00.000Z',
            receivedAt: '2026-04-15T05:48:02.519Z',
            writtenBy: 'courier:jansen',
            location: { lat: 52.4105, lng: 4.7821 },
            became: 'applied',
          },
          {
            status: 'DELIVERED',
            occurredAt: proof.signedAt,
            receivedAt: proof.recordedAt,
            writtenBy: 'courier:jansen',
            location,
            became: 'applied',
          },
        ],
        proof,
      },
    },
  },
  getShipmentByUnit: {
    params: { unitId: PALLET },
    answers: {
      200: {
        unitId: PALLET,
        kind: 'pallet',
        status: 'departed',
        parentId: null,
        grossGrams: 86_820,
        shipments: [head],
      },
    },
  },
  postShipmentStatus: {
    params: { id },
    body: {
      status: 'IN_TRANSIT',
      timestamp: '2026-04-15T07:48:00+02:00',
      location: { lat: 52.4105, lng: 4.7821 },
    },
    answers: { 200: reported },
  },
  postProofOfDelivery: {
    params: { id },
    body: {
      signedBy: 'M. de Wit',
      signature: SIGNATURE,
      location,
      signedAt: '2026-04-15T11:47:30+02:00',
      status: 'DELIVERED',
    },
    answers: { 201: delivered, 200: { ...delivered, became: 'same', replayed: true } },
  },
  getProofSignature: { params: { id }, answers: {} },
  listCouriers: {
    answers: { 200: { items: [{ name: 'jansen', createdAt: '2026-03-09T10:00:00.000Z' }] } },
  },
  putCourier: {
    params: { name: 'jansen' },
    body: { secret: 'zes-dozen-laminaat-op-dinsdag' },
    answers: { 200: { name: 'jansen', secret: 'zes-dozen-laminaat-op-dinsdag' } },
  },
  deleteCourier: { params: { name: 'jansen' }, answers: {} },
}
