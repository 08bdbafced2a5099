import { examples } from '#contract/http/examples/examples.ts'
import { CloudEvent, EVENT_TYPE_PREFIX, EVENTS, EventType } from '#contract/http/events.ts'
import { toSchema, type JsonSchema } from './to-schema.ts'

const HEADERS = [
  {
    name: 'Loadline-Signature',
    in: 'header',
    required: true,
    description:
      '`t=` seconds since 1970, `,v1=` hex HMAC-SHA-256 by the secret of the webhook over those ' +
      'seconds, a full stop and the body as it came. Refuse what is older than five minutes.',
    schema: { type: 'string' },
    example: 't=1776154351,v1=5c1d0f9e7b3a48260d4e6f8a1c3b5d7092e4f6a8b0c2d4e6f80123456789abcd',
  },
  {
    name: 'Loadline-Delivery',
    in: 'header',
    required: true,
    description: 'The id of the event: the same in every attempt.',
    schema: { type: 'string' },
    example: examples.redeliverEvent.params.eventId,
  },
  {
    name: 'Loadline-Attempt',
    in: 'header',
    required: true,
    description: 'Counts from 1.',
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  },
]

/** What the office posts to whoever asked for it: a CloudEvent of each type. */
export function webhookCalls(): JsonSchema {
  return Object.fromEntries(EventType.options.map((type) => [type, { post: callOf(type) }]))
}

function callOf(type: EventType): JsonSchema {
  return {
    operationId: `event:${type}`,
    summary: EVENTS[type].summary,
    description:
      'Events of one subject come one after the other, in the order they happened; a later one has ' +
      'the greater `sequence`. The same event may come twice, under the same `id`.',
    tags: ['Webhooks'],
    security: [],
    parameters: HEADERS,
    requestBody: {
      required: true,
      content: {
        'application/cloudevents+json': { schema: schemaOf(type), example: exampleOf(type) },
      },
    },
    responses: {
      '2XX': { description: 'Taken. What the answer says besides is not read.' },
      default: { description: 'Not taken; it is tried again, and parked after three failures.' },
    },
  }
}

function schemaOf(type: EventType): JsonSchema {
  const envelope = toSchema(CloudEvent, 'output')
  const properties = envelope['properties'] as JsonSchema
  return {
    ...envelope,
    properties: {
      ...properties,
      type: { const: `${EVENT_TYPE_PREFIX}${type}` },
      data: toSchema(EVENTS[type].data, 'output'),
    },
  }
}

function exampleOf(type: EventType): CloudEvent {
  const { subject, data } = EVENTS[type].example
  return {
    specversion: '1.0',
    id: examples.redeliverEvent.params.eventId,
    source: type === 'webhook.ping' ? '/loadline' : '/loadline/MAIN',
    type: `${EVENT_TYPE_PREFIX}${type}`,
    subject,
    time: '2026-04-14T08:12:31.206Z',
    datacontenttype: 'application/json',
    sequence: '0000000000090417',
    data,
  }
}
