// Those who decide import record-moves.ts and unit-moves.ts directly, which import nothing of the office.
export { epcisHandlers } from './handlers.ts'
export { keepEpcisFeed } from './keep-feed.ts'
