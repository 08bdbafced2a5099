export { stationLogHandlers } from './handlers.ts'
export { listStationLog } from './list-station-actions.ts'
