import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** What the office counts; modules increment, `/metrics` shows. One per office, no globals. */
export type Metrics = ReturnType<typeof createMetrics>

/** Where a metric is registered. */
type Registers = { registers: [Registry] }

/** From a quick answer to one that somebody would call for help about. */
const CALL_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function createMetrics() {
  const registry = new Registry()
  const into: Registers = { registers: [registry] }
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    ...workCounters(into),
    ...callCounters(into),
    ...workGauges(into),
    ...floorGauges(into),
    ...officeGauges(into),
  }
}

/** What was done at this instance since it started. */
function workCounters(into: Registers) {
  return {
    pushActions: counter(into, 'loadline_push_actions_total', 'Actions decided, by outcome', [
      'outcome',
    ]),
    actions: counter(into, 'loadline_actions_total', 'Actions decided, by type and outcome', [
      'type',
      'outcome',
    ]),
    intents: counter(
      into,
      'loadline_order_intents_total',
      'Order intents, by outcome: confirmed, replayed, conflict or refused',
      ['outcome'],
    ),
    orderSteps: counter(
      into,
      'loadline_order_steps_total',
      'Orders that went from one state to the next, by the state they went to',
      ['to'],
    ),
    events: counter(into, 'loadline_events_total', 'Events handed out, by type', ['type']),
    webhookCalls: counter(
      into,
      'loadline_webhook_calls_total',
      'Events sent to webhooks, by outcome',
      ['outcome'],
    ),
    intentFiles: counter(
      into,
      'loadline_intent_files_total',
      'Files of the folder of intents: done, partly, failed, or trouble where the office could not work',
      ['outcome'],
    ),
    natsPublishes: counter(
      into,
      'loadline_nats_publishes_total',
      'Events published to NATS, by outcome',
      ['outcome'],
    ),
    natsConfigured: gauge(
      into,
      'loadline_nats_configured',
      '1 where events are to go to NATS, else 0',
    ),
    natsReady: gauge(
      into,
      'loadline_nats_ready',
      '1 while events go to NATS, 0 while it is away or not configured',
    ),
    jobFailures: counter(
      into,
      'loadline_job_failures_total',
      'Runs of work that is due by itself, at this instance, that failed',
      ['task'],
    ),
  }
}

/** Calls and transactions of this instance. */
function callCounters(into: Registers) {
  return {
    httpSeconds: new Histogram({
      name: 'loadline_http_request_seconds',
      help: 'How long calls took, by operation and status',
      labelNames: ['operation', 'status'] as const,
      buckets: CALL_BUCKETS,
      ...into,
    }),
    pushSeconds: new Histogram({
      name: 'loadline_push_seconds',
      help: 'How long a push of a station took, by what became of it',
      labelNames: ['result'] as const,
      buckets: CALL_BUCKETS,
      ...into,
    }),
    transactionSeconds: new Histogram({
      name: 'loadline_transaction_seconds',
      help: 'How long transactions took with every try, by kind: change or snapshot',
      labelNames: ['kind'] as const,
      buckets: CALL_BUCKETS,
      ...into,
    }),
    collisions: counter(
      into,
      'loadline_transaction_collisions_total',
      'Transactions that collided with others and were made again, by SQLSTATE',
      ['code'],
    ),
    problems: counter(
      into,
      'loadline_problems_total',
      'Calls answered with a problem, by operation and its code',
      ['operation', 'code'],
    ),
  }
}

/** What the database holds; every instance tells the same. */
function workGauges(into: Registers) {
  return {
    orders: gauge(into, 'loadline_orders', 'Orders that somebody still works on, by state', [
      'status',
    ]),
    ordersOldest: gauge(
      into,
      'loadline_orders_oldest_seconds',
      'Age of the oldest order in a state; 0 where there is none',
      ['status'],
    ),
    ordersLate: gauge(
      into,
      'loadline_orders_late',
      'Orders whose delivery day has passed and that are not delivered',
    ),
    capacityUsed: gauge(
      into,
      'loadline_capacity_used_ratio',
      'Share of a delivery day that is promised, by region, days ahead and kind',
      ['region', 'ahead', 'kind'],
    ),
    openExceptions: gauge(
      into,
      'loadline_open_exceptions',
      'Exceptions that wait for a person, by code',
      ['code'],
    ),
    exceptionsOldest: gauge(
      into,
      'loadline_open_exceptions_oldest_seconds',
      'Age of the oldest exception that waits for a person; 0 when there is none',
    ),
    outboxWaiting: gauge(
      into,
      'loadline_outbox_waiting',
      'Events that a webhook is still to be told of',
    ),
    outboxParked: gauge(
      into,
      'loadline_outbox_parked',
      'Events that wait for a person, as a webhook did not take them',
    ),
    outboxOldestSeconds: gauge(
      into,
      'loadline_outbox_oldest_seconds',
      'Age of the oldest event that a webhook is still to be told of; 0 when there is none',
    ),
    webhooksPaused: gauge(
      into,
      'loadline_webhooks_paused',
      'Webhooks that failed again and again and are left alone for a while',
    ),
    dailyRunOverdue: gauge(
      into,
      'loadline_daily_run_overdue_seconds',
      'Since when a daily run is due and not on record; 0 when none is',
      ['task'],
    ),
  }
}

/** What the stations of the floor last said. */
function floorGauges(into: Registers) {
  return {
    stationsOnline: gauge(into, 'loadline_stations_online', 'Stations seen within the last minute'),
    stationsOffline: gauge(
      into,
      'loadline_stations_offline',
      'Stations that are not revoked and were not seen within the last minute',
    ),
    stationsInTrouble: gauge(
      into,
      'loadline_stations_in_trouble',
      'Stations with trouble, by what: their log, their clock, or a device',
      ['what'],
    ),
    queueActions: gauge(
      into,
      'loadline_station_queue_actions',
      'Actions that stations have recorded and not sent, as they last said',
    ),
    queueOldest: gauge(
      into,
      'loadline_station_queue_oldest_seconds',
      'Age of the oldest action that a station has not sent; 0 when none waits',
    ),
    queuesLate: gauge(
      into,
      'loadline_station_queues_late',
      'Stations whose oldest action has waited for more than five minutes',
    ),
    printJobs: gauge(
      into,
      'loadline_print_jobs',
      'Labels at stations, by state: queued, unknown or failed',
      ['state'],
    ),
    head: gauge(into, 'loadline_feed_head', 'Changes in the feed, by warehouse', ['warehouse']),
  }
}

/** The office itself. */
function officeGauges(into: Registers) {
  return {
    ready: gauge(
      into,
      'loadline_ready',
      'Checks of /readyz at this instance, by check: 1 where it is well, else 0',
      ['check'],
    ),
    connections: gauge(
      into,
      'loadline_database_connections',
      'Connections of this instance to the database, by state: used, idle; and calls that wait for one',
      ['state'],
    ),
    connectionsMax: gauge(
      into,
      'loadline_database_connections_max',
      'Connections that this instance may hold',
    ),
    migrations: gauge(into, 'loadline_migrations', 'Migrations, by state: applied or missing', [
      'state',
    ]),
    backupAt: gauge(
      into,
      'loadline_backup_last_success_timestamp_seconds',
      'When the last backup was taken; 0 when none is on record',
    ),
    jobDoneAt: gauge(
      into,
      'loadline_job_last_success_timestamp_seconds',
      'When this instance last did work that is due by itself without failing',
      ['task'],
    ),
    figuresAge: gauge(
      into,
      'loadline_figures_age_seconds',
      'Age of the figures that come from the database',
    ),
  }
}

function counter<Label extends string>(
  into: Registers,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): Counter<Label> {
  return new Counter({ name, help, labelNames, ...into })
}

function gauge<Label extends string>(
  into: Registers,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): Gauge<Label> {
  return new Gauge({ name, help, labelNames, ...into })
}
