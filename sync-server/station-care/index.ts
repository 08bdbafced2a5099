export { stationCareHandlers } from './handlers.ts'
