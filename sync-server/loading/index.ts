export { loadingHandlers } from './handlers.ts'
