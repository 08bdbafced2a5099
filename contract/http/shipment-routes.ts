import { z } from 'zod'
import { Instant, Reference, ShipTo, Text, UnitId } from '../documents/ids.ts'
import { OrderStatus } from '../orders/order-status.ts'
import type { RouteDefinition } from './route.ts'

/** Largest picture of a signature, in bytes of PNG. */
const SIGNATURE_BYTES_MAX = 200 * 1024

/** Base64 takes four characters for three bytes. */
const SIGNATURE_LENGTH_MAX = Math.ceil(SIGNATURE_BYTES_MAX / 3) * 4

/** The eight magic bytes of a PNG and its header chunk, with which every one begins, in base64. */
const PNG_BEGINS = 'iVBORw0KGgoAAAANSUhEUg'

/** A few lines of JSON from a stranger. */
const STATUS_BODY_BYTES_MAX = 16 * 1024
const PROOF_BODY_BYTES_MAX = 320 * 1024

/** What a courier may say of a shipment. */
export const CourierStatus = z.enum(['IN_TRANSIT', 'DELIVERED', 'FAILED'])
export type CourierStatus = z.infer<typeof CourierStatus>

/**
 * What became of something that was said: `applied` moved the shipment, `same` is what was known,
 * `late` is older than what was known, `conflict` does not fit and a person looks at it.
 */
export const ShipmentEventFate = z.enum(['applied', 'same', 'late', 'conflict'])
export type ShipmentEventFate = z.infer<typeof ShipmentEventFate>

/** An instant of this century with any offset, as couriers write it; UTC inside. */
const CourierInstant = z.iso
  .datetime({ offset: true })
  .refine((text) => text.startsWith('20'), 'a time of this century')
  .transform((text) => new Date(text).toISOString())
  .describe('An instant of this century with any offset, at most five minutes ahead; kept in UTC.')

/** Degrees of WGS 84. */
const Location = z.object({
  lat: z.number().min(-90).max(90).optional(),
  lng: z.number().min(-180).max(180).optional(),
})

const LocationAnswer = z.object({ lat: z.number().nullable(), lng: z.number().nullable() })

const Id = z.object({ id: z.string().min(1).max(64) })
const CourierParams = z.object({ name: Reference })

/** Long enough that nobody guesses it. */
const Secret = z
  .string()
  .min(16)
  .max(128)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without blanks')

const StatusAnswer = z.object({
  message: z.literal('Status Updated & Notification Sent'),
  shipmentId: z.string(),
  orderNumber: z.string(),
  status: z.string().describe('Of the shipment, after this.'),
  became: ShipmentEventFate,
  replayed: z.boolean(),
})

const ProofAnswer = z.object({
  signedBy: z.string(),
  signedAt: Instant,
  mediaType: z.string(),
  bytes: z.int(),
  location: LocationAnswer.nullable(),
  recordedAt: Instant,
  writtenBy: z.string(),
})

const ShipmentHead = z.object({
  id: z.string(),
  orderNumber: z.string(),
  orderStatus: OrderStatus,
  status: z.string(),
  statusAt: Instant.nullable(),
  shipTo: ShipTo,
  unitIds: z.array(z.string()),
})

export const shipmentRoutes = {
  getShipment: {
    method: 'GET',
    path: '/v1/shipments/{id}',
    tag: 'Shipments',
    summary: 'One shipment, what was said of it (newest last), and its proof of delivery',
    description:
      '`became` says of each report what it did: `applied` moved the shipment, `same` was ' +
      'known, `late` is older than what was known, `conflict` does not fit and has become an ' +
      'exception.',
    auth: 'office',
    scope: 'orders:read',
    params: Id,
    answers: {
      200: {
        summary: 'The shipment',
        body: ShipmentHead.extend({
          events: z.array(
            z.object({
              status: CourierStatus,
              occurredAt: Instant,
              receivedAt: Instant,
              writtenBy: z.string(),
              location: LocationAnswer.nullable(),
              became: ShipmentEventFate,
            }),
          ),
          proof: ProofAnswer.nullable(),
        }),
      },
    },
    problems: ['not-found'],
  },
  getShipmentByUnit: {
    method: 'GET',
    path: '/v1/shipments/by-unit/{unitId}',
    tag: 'Shipments',
    summary: 'Whose a unit is: what a driver sees who scans its label at the stop',
    auth: 'office',
    scope: 'orders:read',
    params: z.object({ unitId: UnitId }),
    answers: {
      200: {
        summary: 'The unit and the shipments with goods in it',
        body: z.object({
          unitId: UnitId,
          kind: z.string(),
          status: z.string(),
          parentId: z.string().nullable(),
          grossGrams: z.int().nullable(),
          shipments: z.array(ShipmentHead),
        }),
      },
    },
    problems: ['not-found'],
  },
  postShipmentStatus: {
    method: 'POST',
    path: '/v1/shipments/{id}/status',
    tag: 'Shipments',
    summary: 'Update delivery status (webhook of a courier)',
    description:
      'Signed by the courier, or with an office token that has `shipments:write`. Always 200 ' +
      'for a report that was understood, even when it changed nothing; `became` says what it ' +
      'did. The same report again has `replayed` true and changes nothing. Whoever writes to ' +
      'customers hears of it as the event `notification.requested`.',
    auth: 'courier',
    params: Id,
    body: z.object({
      status: CourierStatus,
      timestamp: CourierInstant,
      location: Location.optional(),
    }),
    bodyBytesMax: STATUS_BODY_BYTES_MAX,
    answers: { 200: { summary: 'Status Updated & Notification Sent', body: StatusAnswer } },
    problems: ['not-found', 'future-timestamp'],
  },
  postProofOfDelivery: {
    method: 'POST',
    path: '/v1/shipments/{id}/proof',
    tag: 'Shipments',
    summary: 'Deliver with a signature, once',
    description:
      'Signed by the courier, or with an office token that has `shipments:write`. 201: kept, ' +
      'and the shipment is DELIVERED unless `became` says otherwise; 200: the same proof was kept ' +
      'before and nothing was changed; another proof of the same delivery is `proof-exists`.',
    auth: 'courier',
    params: Id,
    body: z.object({
      signedBy: Text,
      signature: z
        .string()
        .max(SIGNATURE_LENGTH_MAX)
        .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'base64')
        .refine((text) => text.length % 4 === 0, 'base64')
        .refine((text) => text.startsWith(PNG_BEGINS), 'a PNG picture')
        .describe(
          `A PNG picture of at most ${SIGNATURE_BYTES_MAX} bytes, in base64 with its padding.`,
        ),
      location: Location.optional(),
      signedAt: CourierInstant,
      status: z.literal('DELIVERED').optional(),
    }),
    bodyBytesMax: PROOF_BODY_BYTES_MAX,
    answers: {
      201: { summary: 'Recorded', body: StatusAnswer.extend({ proof: ProofAnswer }) },
      200: { summary: 'Recorded before', body: StatusAnswer.extend({ proof: ProofAnswer }) },
    },
    problems: ['not-found', 'proof-exists', 'future-timestamp'],
  },
  getProofSignature: {
    method: 'GET',
    path: '/v1/shipments/{id}/proof/signature',
    tag: 'Shipments',
    summary: 'The picture of the signature',
    description: 'A PNG, exactly as it was sent; the newest where there are several.',
    auth: 'office',
    scope: 'orders:read',
    params: Id,
    answers: { 200: { summary: 'The picture', contentType: 'image/png' } },
    problems: ['not-found'],
  },
  listCouriers: {
    method: 'GET',
    path: '/v1/couriers',
    tag: 'Shipments',
    summary: 'Couriers that may sign calls, by name',
    auth: 'office',
    scope: 'couriers:write',
    answers: {
      200: {
        summary: 'All of them, without their secrets',
        body: z.object({ items: z.array(z.object({ name: z.string(), createdAt: Instant })) }),
      },
    },
    problems: [],
  },
  putCourier: {
    method: 'PUT',
    path: '/v1/couriers/{name}',
    createsByPut: true,
    tag: 'Shipments',
    summary: 'Give a courier a secret to sign calls with; the one before is void at once',
    description:
      'Without `secret` the office makes one. The answer is the only place where it is shown. ' +
      'How calls are signed is said at the security scheme `courierSignature`.',
    auth: 'office',
    scope: 'couriers:write',
    params: CourierParams,
    body: z.object({ secret: Secret.optional() }).prefault({}),
    answers: {
      200: {
        summary: 'The secret, which is never shown again',
        body: z.object({ name: z.string(), secret: z.string() }),
      },
    },
    problems: [],
  },
  deleteCourier: {
    method: 'DELETE',
    path: '/v1/couriers/{name}',
    tag: 'Shipments',
    summary: 'Take a courier its right to sign',
    description: 'What it reported stays.',
    auth: 'office',
    scope: 'couriers:write',
    params: CourierParams,
    answers: { 204: { summary: 'It has none any more' } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, RouteDefinition>
