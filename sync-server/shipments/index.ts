export { shipmentHandlers } from './handlers.ts'
