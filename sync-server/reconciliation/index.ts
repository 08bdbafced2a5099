export { compareBooks, type Difference } from './compare-books.ts'
export { reconciliationHandlers } from './handlers.ts'
export {
  checkedOf,
  compareWarehouses,
  readWarehouses,
  reportCompared,
  reportExpiredReservations,
} from './reconcile.ts'
