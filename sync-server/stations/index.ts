export { stationHandlers } from './handlers.ts'
export { isOnline, listStations } from './health-board.ts'
export { topUpNumberRange } from './number-ranges.ts'
export { skipLostSerials, skipSerialsThrough } from './skip-serials.ts'
