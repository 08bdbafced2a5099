import type { AnswerOf, ExampleOf } from './example-of.ts'
import { IDS } from './story.ts'

type Operation =
  | 'putWebhook'
  | 'listWebhooks'
  | 'deleteWebhook'
  | 'testWebhook'
  | 'listDeliveries'
  | 'getDelivery'
  | 'redeliverEvent'
  | 'dropEvent'
  | 'redeliverParked'

const webhook: AnswerOf<'putWebhook', 200> = {
  id: 'erp',
  kind: 'webhook',
  url: 'https://erp.vandalen.example/loadline',
  types: ['order.confirmed', 'order.status-changed', 'load.departed'],
  createdAt: '2026-03-02T08:10:00.000Z',
  createdBy: 'admin',
  failuresInRow: 0,
  pausedUntil: null,
}

const secret = 'elf-rollen-ondervloer-achterin'

const parked: AnswerOf<'redeliverEvent', 200> = {
  eventId: IDS.departedEvent,
  type: 'load.departed',
  subject: `load/${IDS.load}`,
  sequence: 90_417,
  status: 'parked',
  attempts: 3,
  nextAttemptAt: '2026-04-15T05:49:10.000Z',
  lastError: 'answered 500',
  happenedAt: '2026-04-15T05:20:02.519Z',
  deliveredAt: null,
  lastAttemptAt: '2026-04-15T05:49:02.114Z',
  lastStatus: 500,
  lastDurationMs: 87,
}

const departed: AnswerOf<'getDelivery', 200>['event'] = {
  specversion: '1.0',
  id: IDS.departedEvent,
  source: '/loadline/MAIN',
  type: 'com.loadline.load.departed',
  subject: parked.subject,
  time: parked.happenedAt,
  datacontenttype: 'application/json',
  sequence: '0000000000090417',
  data: { loadId: IDS.load, number: 'LD-000031' },
}

const params = { id: 'erp', eventId: IDS.departedEvent }

export const webhookExamples: { [N in Operation]: ExampleOf<N> } = {
  putWebhook: {
    params: { id: 'erp' },
    body: { url: webhook.url, types: webhook.types, secret },
    answers: { 200: webhook, 201: { ...webhook, secret } },
  },
  listWebhooks: { answers: { 200: { items: [webhook] } } },
  deleteWebhook: { params: { id: 'erp' }, answers: {} },
  testWebhook: { params: { id: 'erp' }, answers: { 202: { eventId: IDS.pingEvent } } },
  listDeliveries: {
    params: { id: 'erp' },
    query: {
      status: 'parked',
      type: 'load.departed',
      subject: parked.subject,
      order: 'oldest',
      after: 90_000,
      limit: 100,
    },
    answers: { 200: { items: [parked], next: null } },
  },
  getDelivery: { params, answers: { 200: { ...parked, event: departed } } },
  redeliverEvent: {
    params,
    answers: { 200: { ...parked, status: 'waiting', nextAttemptAt: '2026-04-15T06:02:00.000Z' } },
  },
  dropEvent: { params, answers: { 200: { ...parked, status: 'dropped' } } },
  redeliverParked: { params: { id: 'erp' }, answers: { 200: { redelivered: 1 } } },
}
