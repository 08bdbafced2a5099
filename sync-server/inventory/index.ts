export {
  applyStockEffects,
  type RecordedStock,
  recordStockEffects,
  settleStockEffects,
  type StockEffect,
  type StockEffectRow,
} from './apply-stock-effects.ts'
export { inventoryHandlers } from './handlers.ts'
export { lockStock } from './lock-stock.ts'
export { reserveStock } from './reserve-stock.ts'
