export { exceptionHandlers } from './handlers.ts'
