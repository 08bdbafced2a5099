export {
  applyStockEffects,
  type RecordedStock,
  recordStockEffects,
  settleStockEffects,
  type StockEffect,
  type StockEffectRow,
} from './apply-stock-effects.ts'
export { allot, type Allotted, type WantedGoods } from './allot.ts'
export { type Available, lockAvailable } from './available.ts'
export { inventoryHandlers } from './handlers.ts'
export { lockGoods } from './lock-stock.ts'
export { otherExpiries, rememberExpiries, type SaidExpiry } from './lot-expiry.ts'
export { type LineGoods, reserveStock } from './reserve-stock.ts'
