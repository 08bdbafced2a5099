export { compareBooks, type Difference } from './compare-books.ts'
export { reconciliationHandlers } from './handlers.ts'
export { readWarehouses, reconcile, reportExpiredReservations } from './reconcile.ts'
