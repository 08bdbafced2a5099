export { reconciliationHandlers } from './handlers.ts'
export { readWarehouses, reconcile, reportExpiredReservations } from './reconcile.ts'
