import { z } from 'zod'
import { Instant, Reference } from '../documents/ids.ts'
import { CloudEvent, EventType } from './events.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

/** Longest address of a webhook. */
const URL_LENGTH_MAX = 2_000

/** What signs calls: long enough not to be guessed. */
const Secret = z
  .string()
  .min(16)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without blanks')

const Webhook = z.object({
  id: Reference,
  kind: z
    .enum(['webhook', 'nats'])
    .describe('`nats` is the stream that the configuration of the office names.'),
  url: z.string(),
  types: z
    .array(EventType)
    .describe('Names of events without their prefix; all of them when empty.'),
  createdAt: Instant,
  createdBy: z.string(),
  failuresInRow: z.int().describe('Calls that failed since the last that did not.'),
  pausedUntil: Instant.nullable().describe('It is left alone until then, as it kept failing.'),
})

/** How far one webhook has been told of one event. */
export const DeliveryStatus = z.enum(['waiting', 'delivered', 'parked', 'dropped'])
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

const Delivery = z.object({
  eventId: z.string(),
  type: z.string(),
  subject: z.string(),
  sequence: z.int(),
  status: DeliveryStatus,
  attempts: z.int(),
  nextAttemptAt: Instant,
  lastError: z.string().nullable(),
  happenedAt: Instant,
  deliveredAt: Instant.nullable(),
  lastAttemptAt: Instant.nullable().describe('When it was last sent.'),
  lastStatus: z.int().nullable().describe('What that was answered with; null without an answer.'),
  lastDurationMs: z.int().nullable().describe('How long that took.'),
})

const WebhookParams = z.object({ id: Reference })
const DeliveryParams = z.object({ id: Reference, eventId: z.string().max(64) })

const tag = 'Webhooks'

export const webhookRoutes = {
  putWebhook: {
    method: 'PUT',
    path: '/v1/webhooks/{id}',
    createsByPut: true,
    tag,
    summary: 'Have events posted to an address, signed; the secret is shown once, when it is made',
    description:
      '201: it is new, and its secret is shown this once; 200: it was changed, keeps its secret ' +
      'unless another is named, and begins anew with its limits. `types` empty means all ' +
      'events. Addresses inside the house are refused. Events from before are not sent.',
    auth: 'office',
    scope: 'webhooks:write',
    params: WebhookParams,
    body: z.object({
      url: z.url({ protocol: /^https?$/ }).max(URL_LENGTH_MAX),
      types: z.array(EventType).max(EventType.options.length).default([]),
      secret: Secret.optional(),
    }),
    answers: {
      200: { summary: 'The webhook as it is now', body: Webhook },
      201: {
        summary: 'A new webhook; its secret is not shown again',
        body: Webhook.extend({ secret: z.string() }),
      },
    },
    problems: ['webhook-address', 'wrong-state'],
  },
  listWebhooks: {
    method: 'GET',
    path: '/v1/webhooks',
    tag,
    summary: 'Who is told of events',
    auth: 'office',
    scope: 'webhooks:read',
    answers: { 200: { summary: 'All of them', body: z.object({ items: z.array(Webhook) }) } },
    problems: [],
  },
  deleteWebhook: {
    method: 'DELETE',
    path: '/v1/webhooks/{id}',
    tag,
    summary: 'Tell an address no more; what it has not been told is dropped',
    description: 'A new one under the same name starts from nothing.',
    auth: 'office',
    scope: 'webhooks:write',
    params: WebhookParams,
    answers: { 204: { summary: 'It is gone' } },
    problems: ['not-found'],
  },
  testWebhook: {
    method: 'POST',
    path: '/v1/webhooks/{id}/test',
    tag,
    summary: 'Send it a webhook.ping; a pause ends for it',
    description: 'Each call sends another ping.',
    auth: 'office',
    scope: 'webhooks:write',
    params: WebhookParams,
    answers: {
      202: {
        summary: 'It is on its way; the deliveries say what became of it',
        body: z.object({ eventId: z.string() }),
      },
    },
    problems: ['not-found'],
  },
  listDeliveries: {
    method: 'GET',
    path: '/v1/webhooks/{id}/deliveries',
    tag,
    summary: 'What a webhook was told, and what it has not been told yet',
    description:
      'An event that failed is tried again, later and later; after three failures it is ' +
      '`parked` and later ones of the same subject wait behind it.',
    auth: 'office',
    scope: 'webhooks:read',
    params: WebhookParams,
    query: z.object({
      status: DeliveryStatus.optional(),
      type: EventType.optional(),
      subject: z.string().max(200).optional().describe('As `order/LL-000247`.'),
      order: z.enum(['oldest', 'newest']).default('oldest').describe('Which come first.'),
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({ items: z.array(Delivery), next: z.int().nullable() }),
      },
    },
    problems: ['not-found'],
  },
  getDelivery: {
    method: 'GET',
    path: '/v1/webhooks/{id}/deliveries/{eventId}',
    tag,
    summary: 'One event that a webhook was told of, or is to be, with its body as it is sent',
    auth: 'office',
    scope: 'webhooks:read',
    params: DeliveryParams,
    answers: {
      200: { summary: 'The delivery', body: Delivery.extend({ event: CloudEvent }) },
    },
    problems: ['not-found'],
  },
  redeliverEvent: {
    method: 'POST',
    path: '/v1/webhooks/{id}/deliveries/{eventId}/redeliver',
    tag,
    summary: 'Send an event again, whatever became of it; later ones of its subject wait for it',
    description:
      'It keeps its id, so that a receiver that has seen it knows; a pause of the webhook ends.',
    auth: 'office',
    scope: 'webhooks:write',
    params: DeliveryParams,
    answers: { 200: { summary: 'The delivery as it is now', body: Delivery } },
    problems: ['not-found'],
  },
  dropEvent: {
    method: 'POST',
    path: '/v1/webhooks/{id}/deliveries/{eventId}/drop',
    tag,
    summary: 'Let a webhook go without an event, so that later ones of its subject go on',
    description: 'For an event that is waiting or parked; one that was delivered is `wrong-state`.',
    auth: 'office',
    scope: 'webhooks:write',
    params: DeliveryParams,
    answers: { 200: { summary: 'The delivery as it is now', body: Delivery } },
    problems: ['not-found', 'wrong-state'],
  },
  redeliverParked: {
    method: 'POST',
    path: '/v1/webhooks/{id}/redeliver',
    tag,
    summary: 'Send all events again that are parked for a webhook',
    description:
      'A pause of the webhook ends. Twice is safe: the second call finds nothing parked.',
    auth: 'office',
    scope: 'webhooks:write',
    params: WebhookParams,
    answers: {
      200: { summary: 'How many those are', body: z.object({ redelivered: z.int() }) },
    },
    problems: ['not-found'],
  },
} as const satisfies Record<string, RouteDefinition>
