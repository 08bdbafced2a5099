import { z } from 'zod'
import { Load } from '../documents/load.ts'
import { Day, PRINTABLE, Reference, Text, UnitId } from '../documents/ids.ts'
import { PickList } from '../documents/pick-list.ts'
import { Unit } from '../documents/unit.ts'
import { ORDER_SEARCH_MIN } from '../orders/order-search.ts'
import { OrderStatus } from '../orders/order-status.ts'
import { FIND_TEXT_MAX, FOUND_KINDS, FOUND_PER_KIND_MAX } from './found-kinds.ts'
import type { RouteDefinition } from './route.ts'

const FoundOrder = z.object({
  kind: z.literal('order'),
  orderNumber: z.string(),
  customerRef: z.string(),
  name: Text,
  city: Text,
  status: OrderStatus,
  deliveryDate: Day.nullable(),
})

const FoundUnit = z.object({
  kind: z.literal('unit'),
  unitId: UnitId,
  unitKind: Unit.shape.kind,
  status: Unit.shape.status,
  orderNumbers: z.array(z.string()).describe('Whose goods it holds, or held.'),
})

const FoundProduct = z.object({ kind: z.literal('product'), sku: Reference, name: Text })

const FoundPickList = z.object({
  kind: z.literal('pick-list'),
  code: z.string(),
  status: PickList.shape.status,
  region: Reference.nullable(),
  deliveryDate: Day,
})

const FoundLoad = z.object({
  kind: z.literal('load'),
  number: z.string(),
  status: Load.shape.status,
  region: Reference,
  deliveryDate: Day,
  plate: z.string(),
})

const FoundStation = z.object({
  kind: z.literal('station'),
  stationId: z.string(),
  name: Text,
  warehouse: Reference,
  isRevoked: z.boolean(),
})

/** One thing that was found, with what tells it apart from its like. */
export const Found = z.discriminatedUnion('kind', [
  FoundOrder,
  FoundUnit,
  FoundProduct,
  FoundPickList,
  FoundLoad,
  FoundStation,
])
export type Found = z.infer<typeof Found>

export const searchRoutes = {
  findAnything: {
    method: 'GET',
    path: '/v1/console/search',
    tag: 'Office',
    summary:
      'What a text or a scanned code may mean: orders, cartons, products, lists, loads, stations',
    description:
      'Finds orders as `GET /v1/orders` does; a carton or pallet by its SSCC or the last six or more ' +
      'digits of it; a product by SKU, words of its name or a barcode; a pick list or a load by the ' +
      'beginning of its code or number, or the digits in it; a station by part of its name. Codes may be ' +
      `as a scanner reads them. At most ${FOUND_PER_KIND_MAX} of a kind, best first, and only kinds that ` +
      'the caller may read.',
    auth: 'office',
    scope: 'office:read',
    query: z.object({
      q: z.string().trim().min(ORDER_SEARCH_MIN).max(FIND_TEXT_MAX).regex(PRINTABLE),
    }),
    answers: {
      200: {
        summary: 'What was found; `more` names the kinds of which there is more',
        body: z.object({ items: z.array(Found), more: z.array(z.enum(FOUND_KINDS)) }),
      },
    },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>
