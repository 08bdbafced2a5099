import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** What the office counts; modules increment, `/metrics` shows. One per office, no globals. */
export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics() {
  const registers = [new Registry()]
  const registry = registers[0] as Registry
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'loadline_http_request_seconds',
      help: 'How long calls took, by operation and status',
      labelNames: ['operation', 'status'] as const,
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    pushActions: new Counter({
      name: 'loadline_push_actions_total',
      help: 'Actions decided, by outcome',
      labelNames: ['outcome'] as const,
      registers,
    }),
    intents: new Counter({
      name: 'loadline_order_intents_total',
      help: 'Order intents, by outcome: confirmed, replayed, conflict or refused',
      labelNames: ['outcome'] as const,
      registers,
    }),
    collisions: new Counter({
      name: 'loadline_transaction_collisions_total',
      help: 'Transactions that collided with others and were made again, by SQLSTATE',
      labelNames: ['code'] as const,
      registers,
    }),
    openExceptions: new Gauge({
      name: 'loadline_open_exceptions',
      help: 'Exceptions that wait for a person',
      registers,
    }),
    stationsOnline: new Gauge({
      name: 'loadline_stations_online',
      help: 'Stations seen within the last minute',
      registers,
    }),
    webhookCalls: new Counter({
      name: 'loadline_webhook_calls_total',
      help: 'Events sent to webhooks, by outcome',
      labelNames: ['outcome'] as const,
      registers,
    }),
    outboxWaiting: new Gauge({
      name: 'loadline_outbox_waiting',
      help: 'Events that a webhook is still to be told of',
      registers,
    }),
    outboxParked: new Gauge({
      name: 'loadline_outbox_parked',
      help: 'Events that wait for a person, as a webhook did not take them',
      registers,
    }),
    outboxOldestSeconds: new Gauge({
      name: 'loadline_outbox_oldest_seconds',
      help: 'Age of the oldest event that a webhook is still to be told of; 0 when there is none',
      registers,
    }),
    head: new Gauge({
      name: 'loadline_feed_head',
      help: 'Changes in the feed, by warehouse',
      labelNames: ['warehouse'] as const,
      registers,
    }),
  }
}
