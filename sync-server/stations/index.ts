export { stationHandlers } from './handlers.ts'
export { isOnline, listStations } from './health-board.ts'
export { topUpNumberRange } from './number-ranges.ts'
