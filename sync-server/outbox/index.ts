// Modules that tell of what they do import emit-events.ts directly, which imports nothing of the office.
export { readAllowList } from './allow-list.ts'
export { type Guard, resolveName } from './guard-address.ts'
export { webhookHandlers } from './handlers.ts'
export { readOutboxFigures } from './figures.ts'
export { type Outbox, startOutbox } from './poller.ts'
export { purgeOutbox } from './purge.ts'
export type { NatsAuth, NatsConfig, NatsStream } from './nats-stream.ts'
export { startNats } from './start-nats.ts'
