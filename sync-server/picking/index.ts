export { generateDay, pickingHandlers } from './handlers.ts'
