import { isLeasedElsewhere } from '#contract/actions/claim-lease.ts'
import type { Region } from '#contract/documents/master-data.ts'
import { isLineDone, type Claim, type PickList } from '#contract/documents/pick-list.ts'
import { cutOffOf } from '#contract/orders/cut-off.ts'
import type { WorkView } from '#contract/rpc/work-view.ts'
import type { StationMode } from '#contract/sync/envelope.ts'
import { canPack, canPick } from './list-work.ts'
import { dayAt } from './lot-choice.ts'
import type { StationLookup } from './workflow-types.ts'

type ListOffer = Extract<WorkView, { kind: 'idle' }>['lists'][number]

type OfferContext = { stationId: string; mode: StationMode; now: string }

/** Lists offered on the work screen; more than this nobody reads. */
export const LISTS_OFFERED_MAX = 100

/**
 * The lists a bench could begin or go on with, most urgent first: its own, then by delivery day, so that
 * what is overdue comes before today's, then by the cut-off after which their truck is made ready, then
 * by region and code. Stops are not known before there are loads.
 */
export function listsOffered(lookup: StationLookup, context: OfferContext): ListOffer[] {
  const cutOffs = cutOffsOf(lookup)
  const today = todayOf(lookup, context.now)
  return lookup
    .pickLists()
    .filter((list) => isOffered(list, context))
    .map((list) => ({ list, cutOffAt: cutOffs(list), mine: isMine(list.claim, context) }))
    .toSorted(byUrgency)
    .slice(0, LISTS_OFFERED_MAX)
    .map(({ list, cutOffAt, mine }) => ({
      id: list.id,
      code: list.code,
      ...headOf(list),
      lines: list.lines.length,
      status: list.status,
      mine,
      due: dueOf(list.deliveryDate, today(list.warehouse)),
      ...(cutOffAt === null ? {} : { cutOffAt }),
    }))
}

export function headOf({ orders, region, deliveryDate }: PickList) {
  return {
    orderNumbers: orders.map((order) => order.orderNumber),
    shipTo: [...new Set(orders.map((order) => order.shipTo.name))].join(', '),
    region,
    deliveryDate,
  }
}

/** What its mode is for, and no other bench holds. */
function isOffered(list: PickList, context: OfferContext): boolean {
  if (list.status !== 'open' && list.status !== 'claimed') return false
  if (isLeasedElsewhere(list.claim, context)) return false
  const isPicked = list.lines.every(isLineDone)
  if (!canPick(context.mode)) return canPack(context.mode) && isPicked
  return canPack(context.mode) || !isPicked
}

function isMine(claim: Claim | null, { stationId, now }: OfferContext): boolean {
  return claim?.stationId === stationId && claim.leaseUntil > now
}

function dueOf(deliveryDate: string, today: string): NonNullable<ListOffer['due']> {
  if (deliveryDate === today) return 'today'
  return deliveryDate < today ? 'overdue' : 'later'
}

function todayOf(lookup: StationLookup, now: string): (warehouse: string) => string {
  const known = new Map<string, string>()
  return (warehouse) => {
    const today = known.get(warehouse) ?? dayAt(lookup, warehouse, now)
    known.set(warehouse, today)
    return today
  }
}

/** When a list's day takes no more orders, each region and day looked up once; null where nothing says. */
function cutOffsOf(lookup: StationLookup): (list: PickList) => string | null {
  const regions = new Map<string, Region | null>()
  const known = new Map<string, string>()
  return ({ region: code, deliveryDate }) => {
    if (code === null) return null
    const region = regions.get(code) ?? lookup.get('region', code) ?? null
    regions.set(code, region)
    if (region === null) return null
    const key = `${code}\n${deliveryDate}`
    const cutOffAt = known.get(key) ?? cutOffOf(deliveryDate, region)
    known.set(key, cutOffAt)
    return cutOffAt
  }
}

type Offered = { list: PickList; cutOffAt: string | null; mine: boolean }

/** What a customer comes for has no truck to wait for: it goes before others of its day. */
function byUrgency(a: Offered, b: Offered): number {
  return (
    Number(b.mine) - Number(a.mine) ||
    a.list.deliveryDate.localeCompare(b.list.deliveryDate) ||
    (a.cutOffAt ?? '').localeCompare(b.cutOffAt ?? '') ||
    (a.list.region ?? '').localeCompare(b.list.region ?? '') ||
    a.list.code.localeCompare(b.list.code)
  )
}
