export { warehouseHandlers } from './handlers.ts'
export { ensureMainWarehouse } from './warehouses.ts'
