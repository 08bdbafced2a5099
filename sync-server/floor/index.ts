export { floorHandlers } from './handlers.ts'
