export { applyCapacityEffects, type CapacityEffectRow } from './apply-capacity-effects.ts'
export { capacityHandlers } from './handlers.ts'
export {
  type Burden,
  hasRoom,
  lockSlots,
  readSlots,
  releaseCapacity,
  reserveCapacity,
  type Slot,
} from './slots.ts'
