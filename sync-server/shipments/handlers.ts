import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { listCouriers, removeCourier, saveCourier } from './couriers.ts'
import { readSignature, recordProof } from './proof.ts'
import { readShipment, readShipmentsOfUnit } from './read-shipment.ts'
import { type Recorded, readReplay, recordReport } from './record-report.ts'

type ShipmentHandlers = Pick<
  Handlers,
  | 'getShipment'
  | 'getShipmentByUnit'
  | 'postShipmentStatus'
  | 'postProofOfDelivery'
  | 'getProofSignature'
  | 'listCouriers'
  | 'putCourier'
  | 'deleteCourier'
>

export function shipmentHandlers(office: Office): ShipmentHandlers {
  return { ...reading(office), ...reporting(office), ...couriers(office) }
}

function reading({
  store,
}: Office): Pick<ShipmentHandlers, 'getShipment' | 'getShipmentByUnit' | 'getProofSignature'> {
  return {
    getShipment: async ({ params }) => ({
      status: 200,
      body: await store.snapshot((tx) => readShipment(tx, params.id)),
    }),
    getShipmentByUnit: async ({ params }) => ({
      status: 200,
      body: await store.snapshot((tx) => readShipmentsOfUnit(tx, params.unitId)),
    }),
    getProofSignature: async ({ params }) => ({
      status: 200,
      body: await store.snapshot((tx) => readSignature(tx, params.id)),
    }),
  }
}

function reporting(
  office: Office,
): Pick<ShipmentHandlers, 'postShipmentStatus' | 'postProofOfDelivery'> {
  const { store, deps } = office
  return {
    postShipmentStatus: async ({ params, body, auth, change }) => {
      const { status, timestamp: occurredAt, location } = body
      const report = {
        shipmentId: params.id,
        status,
        occurredAt,
        location,
        writtenBy: auth.name,
      }
      // Couriers send the same again and again; that is no change, and leaves no trace of one.
      const before = await store.snapshot((tx) => readReplay(tx, report))
      const recorded = before ?? (await change((tx) => recordReport(tx, deps, report)))
      office.poke(recorded.warehouse)
      return { status: 200, body: answerOf(recorded) }
    },
    postProofOfDelivery: async ({ params: { id: shipmentId }, body, auth, change }) => {
      const { signedBy, signature, signedAt, location } = body
      const proof = { shipmentId, signedBy, signature, signedAt, location, writtenBy: auth.name }
      const { recorded, kept } = await change((tx) => recordProof(tx, deps, proof))
      office.poke(recorded.warehouse)
      const answer = { ...answerOf(recorded), proof: kept }
      return recorded.replayed ? { status: 200, body: answer } : { status: 201, body: answer }
    },
  }
}

function couriers({
  store,
  deps,
}: Office): Pick<ShipmentHandlers, 'listCouriers' | 'putCourier' | 'deleteCourier'> {
  return {
    listCouriers: async () => ({
      status: 200,
      body: { items: await store.snapshot((tx) => listCouriers(tx)) },
    }),
    putCourier: async ({ params: { name }, body, change }) => {
      const secret = await change((tx) => saveCourier(tx, { name, secret: body.secret }, deps))
      return { status: 200, body: { name, secret } }
    },
    deleteCourier: async ({ params: { name }, change }) => {
      await change((tx) => removeCourier(tx, name))
      return { status: 204 }
    },
  }
}

/** The words are those that couriers were promised; what became of the report stands beside them. */
function answerOf({ shipmentId, orderNumber, status, became, replayed }: Recorded) {
  const message = 'Status Updated & Notification Sent' as const
  return { message, shipmentId, orderNumber, status, became, replayed }
}
