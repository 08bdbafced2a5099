import { localTime } from '#contract/orders/local-time.ts'
import type { Region } from '#contract/documents/master-data.ts'
import { type Burden, reserveCapacity } from '../capacity/index.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { chooseSlot } from './choose-slot.ts'
import { readRegion } from './read-region.ts'

/** Where an order is collected when nothing else is said. */
const COLLECT_WAREHOUSE_DEFAULT = 'MAIN'

/** Where an order leaves the company: by truck to a region, or over a warehouse's counter. */
export type Place =
  | { kind: 'delivery'; warehouse: string; region: Region }
  | { kind: 'collect'; warehouse: string; timezone: string }

/** Looks the region or, where there is none, the warehouse up. */
export async function readPlace(
  tx: Tx,
  asked: { region: string | null; warehouse?: string | undefined },
): Promise<Place> {
  if (asked.region !== null) return { kind: 'delivery', ...(await readRegion(tx, asked.region)) }
  const code = asked.warehouse ?? COLLECT_WAREHOUSE_DEFAULT
  const row = await tx
    .selectFrom('warehouse')
    .select(['code', 'timezone'])
    .where('code', '=', code)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('unknown-warehouse', `no warehouse ${code}`)
  return { kind: 'collect', warehouse: row.code, timezone: row.timezone }
}

type Wish = {
  /** The day the customer asked for, if any. */
  wanted: string | undefined
  now: string
  burden: Burden
}

/** The day an order leaves. A delivery's slot is locked and has room; a counter needs none. */
export async function chooseDay(tx: Tx, place: Place, wish: Wish): Promise<string> {
  if (place.kind === 'delivery') {
    const { warehouse, region } = place
    return (await chooseSlot(tx, { warehouse, region, ...wish })).deliveryDate
  }
  const today = localTime(Date.parse(wish.now), place.timezone).day
  const { wanted = today } = wish
  if (wanted >= today) return wanted
  throw new Problem('past-cut-off', `${wanted} has passed; today is ${today}`)
}

/** As `chooseDay`, for an order that may do without a day: why it has none is answered, not thrown. */
export async function findDay(tx: Tx, place: Place, wish: Wish): Promise<string | Problem> {
  try {
    return await chooseDay(tx, place, wish)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** Takes the room of a day that was chosen in this transaction. */
export async function takeRoom(
  tx: Tx,
  place: Place,
  { deliveryDate, burden }: { deliveryDate: string; burden: Burden },
): Promise<void> {
  if (place.kind === 'collect') return
  const slot = { region: place.region.code, deliveryDate }
  await reserveCapacity(tx, place.warehouse, slot, burden)
}
