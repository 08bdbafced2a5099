export {
  applyCapacityEffects,
  type CapacityEffect,
  type CapacityEffectRow,
  type OverCapacity,
} from './apply-capacity-effects.ts'
export { capacityHandlers } from './handlers.ts'
export {
  type Burden,
  hasRoom,
  lockSlots,
  readSlots,
  releaseCapacity,
  reserveCapacity,
  type Slot,
  type SlotKey,
} from './slots.ts'
