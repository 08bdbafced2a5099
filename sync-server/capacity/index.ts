export { applyCapacityEffects, type CapacityEffectRow } from './apply-capacity-effects.ts'
export { compareSlots, type SlotDifference } from './compare-slots.ts'
export { countSlotsAnew } from './count-slots-anew.ts'
export { capacityHandlers } from './handlers.ts'
export { capacityOfWrites, moveCapacityWithWrites } from './slot-documents.ts'
export {
  type Burden,
  hasRoom,
  lockSlots,
  raiseToReserved,
  readSlots,
  releaseCapacity,
  reserveCapacity,
  SEARCH_DAYS_MAX,
  type Slot,
  type SlotKey,
} from './slots.ts'
