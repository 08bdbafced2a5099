type Room = { maxWeightGrams: number; maxVolumeCm3: number }
type Goods = { weightGrams: number; volumeCm3: number }

/** How full something is by whichever of weight and volume it is fuller by; 1 is full, more is too full. */
export function fillOf(room: Room, goods: Goods): number {
  return Math.max(
    shareOf(goods.weightGrams, room.maxWeightGrams),
    shareOf(goods.volumeCm3, room.maxVolumeCm3),
  )
}

/** By weight or by volume: the one that says how full it is. */
export function tighterOf(room: Room, goods: Goods): 'weight' | 'volume' {
  const byVolume = shareOf(goods.volumeCm3, room.maxVolumeCm3)
  return byVolume > shareOf(goods.weightGrams, room.maxWeightGrams) ? 'volume' : 'weight'
}

/** Goods where there is no room at all are as much too much as a bar can show. */
function shareOf(part: number, whole: number): number {
  if (whole > 0) return part / whole
  return part > 0 ? 2 : 0
}
