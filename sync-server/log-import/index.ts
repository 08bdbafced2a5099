export { stationLogHandlers } from './handlers.ts'
