import { z } from 'zod'
import { Day, Reference } from '../documents/ids.ts'
import { OrderStatus } from '../orders/order-status.ts'

/** One kind of event: what it happened to, what its `data` holds, and one example of both. */
type EventDefinition = {
  summary: string
  /** The kind of thing it happened to; an event's subject is `<kind>/<id>`. */
  subject: string
  data: z.ZodObject
  example: { subject: string; data: Readonly<Record<string, unknown>> }
}

const OrderNumber = z.string()

/** What a message to a customer says; the office asks for it and somebody else writes and sends it. */
export const NotificationTemplate = z.enum([
  'order-out-for-delivery',
  'order-delivered',
  'order-delivery-failed',
  'order-cancelled',
])
export type NotificationTemplate = z.infer<typeof NotificationTemplate>

/**
 * Everything the office tells others about. Whoever is told by webhook finds the name behind
 * `com.loadline.` in `type`; members may be added to `data` and are never taken away.
 */
export const EVENTS = {
  'order.confirmed': {
    summary: 'An order is confirmed: its goods and its place on a delivery day are reserved',
    subject: 'order',
    data: z.object({
      orderNumber: OrderNumber,
      customerRef: Reference,
      fulfilment: z.enum(['delivery', 'collect']),
      region: Reference.nullable(),
      deliveryDate: Day.nullable(),
      sourceSystem: z.string().optional(),
      orderIntentId: z.string().optional(),
      externalOrderId: z.string().optional(),
    }),
    example: {
      subject: 'order/LL-000247',
      data: {
        orderNumber: 'LL-000247',
        customerRef: 'C-1042',
        fulfilment: 'delivery',
        region: 'NH',
        deliveryDate: '2026-04-15',
        sourceSystem: 'webshop',
        orderIntentId: '2026-000123',
      },
    },
  },
  'order.status-changed': {
    summary: 'An order went from one state to the next',
    subject: 'order',
    data: z.object({
      orderNumber: OrderNumber,
      from: OrderStatus,
      to: OrderStatus,
      reason: z.string().optional(),
    }),
    example: {
      subject: 'order/LL-000247',
      data: { orderNumber: 'LL-000247', from: 'CONFIRMED', to: 'IN_PROGRESS' },
    },
  },
  'order.adjusted': {
    summary: 'The office changed an order; the order itself says how it stands now',
    subject: 'order',
    data: z.object({ orderNumber: OrderNumber, version: z.int(), reason: z.string() }),
    example: {
      subject: 'order/LL-000247',
      data: {
        orderNumber: 'LL-000247',
        version: 2,
        reason: 'customer called: other door, one more can',
      },
    },
  },
  'stock.moved': {
    summary: 'Goods came in, came back or were counted by the office; orders move stock unheard',
    subject: 'stock',
    data: z.object({
      sku: Reference,
      lot: z.string().optional(),
      kind: z.enum(['RECEIVED', 'ADJUSTED', 'RETURNED']),
      /** In base units; negative when there is less than before. */
      quantity: z.int(),
      reason: z.string(),
      idempotencyKey: z.string(),
    }),
    example: {
      subject: 'stock/OAK-14',
      data: {
        sku: 'OAK-14',
        kind: 'RECEIVED',
        quantity: 120,
        reason: 'delivery note 771',
        idempotencyKey: 'note-771-1',
      },
    },
  },
  'shipment.status-changed': {
    summary: 'A shipment is somewhere else than before',
    subject: 'shipment',
    data: z.object({ shipmentId: z.string(), orderNumber: OrderNumber, status: z.string() }),
    example: {
      subject: 'shipment/019d8b0c-9665-7a11-8f5f-d2b4601f03d4',
      data: {
        shipmentId: '019d8b0c-9665-7a11-8f5f-d2b4601f03d4',
        orderNumber: 'LL-000247',
        status: 'IN_TRANSIT',
      },
    },
  },
  'exception.opened': {
    summary: 'Something happened that a person must look at',
    subject: 'exception',
    data: z.object({
      exceptionId: z.string(),
      code: z.string(),
      reference: z.string(),
      sentence: z.string(),
      stationId: z.string().nullable(),
    }),
    example: {
      subject: 'exception/019d8bf5-4961-7a74-80c9-d1d1f37cac1d',
      data: {
        exceptionId: '019d8bf5-4961-7a74-80c9-d1d1f37cac1d',
        code: 'short-pick',
        reference: 'LL-000247',
        sentence:
          'Order LL-000247 holds. Missing on list LLP0000427W: 1 × GLUE-5 (not found). Ship what there is, or hold it.',
        stationId: '019cad7e-5b9e-7a04-8b08-98c73388ab08',
      },
    },
  },
  'exception.closed': {
    summary: 'An exception was decided, or its trouble is gone',
    subject: 'exception',
    data: z.object({
      exceptionId: z.string(),
      code: z.string(),
      reference: z.string(),
      choice: z.string().nullable(),
      resolvedBy: z.string().nullable(),
    }),
    example: {
      subject: 'exception/019d8bf5-4961-7a74-80c9-d1d1f37cac1d',
      data: {
        exceptionId: '019d8bf5-4961-7a74-80c9-d1d1f37cac1d',
        code: 'short-pick',
        reference: 'LL-000247',
        choice: 'ship-partial',
        resolvedBy: 'ilse',
      },
    },
  },
  'pick-list.generated': {
    summary: 'Orders were put on a new pick list',
    subject: 'pick-list',
    data: z.object({
      pickListId: z.string(),
      code: z.string(),
      orderNumbers: z.array(OrderNumber),
      region: Reference.nullable(),
      deliveryDate: Day,
    }),
    example: {
      subject: 'pick-list/019d8bdc-ea16-7ab0-8d28-983bdda30523',
      data: {
        pickListId: '019d8bdc-ea16-7ab0-8d28-983bdda30523',
        code: 'LLP0000427W',
        orderNumbers: ['LL-000247'],
        region: 'NH',
        deliveryDate: '2026-04-15',
      },
    },
  },
  'load.departed': {
    summary: 'A truck left with what is on its load',
    subject: 'load',
    data: z.object({
      loadId: z.string(),
      number: z.string(),
      region: Reference,
      deliveryDate: Day,
      plate: z.string(),
      driver: z.string(),
      unitIds: z.array(z.string()),
    }),
    example: {
      subject: 'load/019d8c2f-71a3-7a2f-818a-ac62758d504f',
      data: {
        loadId: '019d8c2f-71a3-7a2f-818a-ac62758d504f',
        number: 'LD-000031',
        region: 'NH',
        deliveryDate: '2026-04-15',
        plate: 'VDL-01-N',
        driver: 'Wim Kuiper',
        unitIds: ['387123450000000012'],
      },
    },
  },
  'notification.requested': {
    summary:
      'The customer should be told how the order stands; write to them and say so nowhere else',
    subject: 'order',
    data: z.object({
      orderNumber: OrderNumber,
      customerRef: Reference,
      template: NotificationTemplate,
      language: z.string().optional(),
    }),
    example: {
      subject: 'order/LL-000247',
      data: {
        orderNumber: 'LL-000247',
        customerRef: 'C-1042',
        template: 'order-out-for-delivery',
      },
    },
  },
  'webhook.ping': {
    summary: 'Somebody asked whether this webhook works; only that webhook is told',
    subject: 'webhook',
    data: z.object({ webhookId: z.string(), askedBy: z.string() }),
    example: { subject: 'webhook/erp', data: { webhookId: 'erp', askedBy: 'admin' } },
  },
} as const satisfies Record<string, EventDefinition>

type Events = typeof EVENTS

export type EventType = keyof Events
export const EventType = z.enum(Object.keys(EVENTS) as [EventType, ...EventType[]])

/** Something that others outside are told; a type that is not in the catalogue does not compile. */
export type OfficeEvent = {
  [T in EventType]: {
    type: T
    /** What it happened to: events of one subject are delivered in the order they happened. */
    subject: `${Events[T]['subject']}/${string}`
    data: Readonly<z.input<Events[T]['data']>>
  }
}[EventType]

/** What stands before the name of an event in a CloudEvents `type`. */
export const EVENT_TYPE_PREFIX = 'com.loadline.'

/** An event on its way: CloudEvents 1.0, JSON format in structured mode, with the sequence extension. */
export const CloudEvent = z.object({
  specversion: z.literal('1.0'),
  /** Stays the same in every attempt: a receiver that has seen it has seen the event. */
  id: z.string(),
  source: z.string(),
  type: z.templateLiteral([EVENT_TYPE_PREFIX, EventType]),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  /** Later events of one subject have the greater text. */
  sequence: z.string().regex(/^\d{16}$/),
  data: z.record(z.string(), z.unknown()),
})
export type CloudEvent = z.infer<typeof CloudEvent>
