import type { Region } from '#contract/documents/master-data.ts'
import { earliestDeliveryDate, isDeliveryDay } from '#contract/orders/cut-off.ts'
import { addDays } from '#contract/orders/local-time.ts'
import {
  type Burden,
  hasRoom,
  lockSlots,
  readSlots,
  SEARCH_DAYS_MAX,
  type Slot,
} from '../capacity/index.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

type Wish = {
  warehouse: string
  region: Region
  /** The day the customer asked for, if any. */
  wanted: string | undefined
  now: string
  burden: Burden
}

/** The day an order goes out, its slot locked and with room: the one asked for, else the first. */
export async function chooseSlot(tx: Tx, wish: Wish): Promise<Slot> {
  const { region, wanted, now } = wish
  const earliest = earliestDeliveryDate({ now, region })
  if (earliest === null) {
    throw new Problem('past-cut-off', `${region.code} has no delivery days`)
  }
  if (wanted === undefined) return firstWithRoom(tx, wish, earliest)
  if (wanted < earliest || !isDeliveryDay(wanted, region)) {
    const why = wanted < earliest ? 'is too soon' : 'is no delivery day'
    throw new Problem(
      'past-cut-off',
      `${wanted} ${why} for ${region.code}; the earliest day is ${earliest}`,
    )
  }
  const slot = await lockIfRoom(tx, wish, wanted)
  if (slot === null) {
    throw new Problem('capacity-full', `${region.code} has no room on ${wanted} ${forBurden(wish)}`)
  }
  return slot
}

/** Looks without waiting first, so that full days cost no lock; later days are never locked before earlier ones. */
async function firstWithRoom(tx: Tx, wish: Wish, earliest: string): Promise<Slot> {
  const { warehouse, region, burden } = wish
  const to = addDays(earliest, SEARCH_DAYS_MAX)
  const slots = await readSlots(tx, warehouse, { region: region.code, from: earliest, to })
  for (const candidate of slots) {
    if (!isDeliveryDay(candidate.deliveryDate, region) || !hasRoom(candidate, burden)) continue
    const slot = await lockIfRoom(tx, wish, candidate.deliveryDate)
    if (slot !== null) return slot
  }
  const days = `from ${earliest} to ${to}`
  throw new Problem(
    'capacity-full',
    slots.length === 0
      ? `no day of ${region.code} has a limit yet ${days}`
      : `${region.code} has no room ${days} ${forBurden(wish)}`,
  )
}

function forBurden({ burden }: Wish): string {
  return `for ${burden.weightGrams} g and ${burden.volumeCm3} cm³`
}

async function lockIfRoom(tx: Tx, wish: Wish, deliveryDate: string): Promise<Slot | null> {
  const { warehouse, region, burden } = wish
  const [slot] = await lockSlots(tx, warehouse, [{ region: region.code, deliveryDate }])
  return slot !== undefined && hasRoom(slot, burden) ? slot : null
}
