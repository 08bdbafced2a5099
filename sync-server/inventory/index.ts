export {
  applyStockEffects,
  type BelowZero,
  type StockEffect,
  type StockEffectRow,
} from './apply-stock-effects.ts'
export { lockStock, type StockKey } from './lock-stock.ts'
export { type LineGoods, reserveStock } from './reserve-stock.ts'
export { inventoryHandlers } from './handlers.ts'
