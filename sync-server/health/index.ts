export { healthHandlers } from './handlers.ts'
export { measureStore } from './measure-store.ts'
export type { ProcessHealth } from './readiness.ts'
