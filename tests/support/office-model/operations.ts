import {
  constantFrom,
  boolean,
  integer,
  oneof,
  record,
  constant,
  type Arbitrary,
  array,
} from 'fast-check'

export const SKUS = ['OAK-1', 'GLUE-1', 'FELT-1'] as const

/** One thing that somebody does; `which` picks among the orders there are. */
export type Operation =
  | { do: 'order'; sku: string; quantity: number; together: number; isPrepaid: boolean }
  | { do: 'post again'; which: number; changed: boolean }
  | { do: 'cancel'; which: number }
  | { do: 'pay'; which: number }
  | { do: 'wait'; minutes: number }
  | { do: 'list' }
  | { do: 'claim'; which: number }
  | { do: 'pick'; which: number; quantity: number }
  | { do: 'short'; which: number; quantity: number }
  | { do: 'put back'; which: number; quantity: number }
  | { do: 'count'; sku: string; counted: number }
  | { do: 'receive'; sku: string; quantity: number }

const sku = constantFrom(...SKUS)
const which = integer({ min: 0, max: 20 })
const few = integer({ min: 1, max: 3 })

const operation: Arbitrary<Operation> = oneof(
  {
    weight: 5,
    arbitrary: record({
      do: constant('order' as const),
      sku,
      quantity: few,
      together: integer({ min: 1, max: 6 }),
      isPrepaid: boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: record({ do: constant('post again' as const), which, changed: boolean() }),
  },
  { weight: 2, arbitrary: record({ do: constant('cancel' as const), which }) },
  { weight: 2, arbitrary: record({ do: constant('pay' as const), which }) },
  {
    weight: 2,
    arbitrary: record({ do: constant('wait' as const), minutes: constantFrom(1, 14, 29, 31) }),
  },
  { weight: 2, arbitrary: record({ do: constant('list' as const) }) },
  { weight: 2, arbitrary: record({ do: constant('claim' as const), which }) },
  { weight: 4, arbitrary: record({ do: constant('pick' as const), which, quantity: few }) },
  { weight: 2, arbitrary: record({ do: constant('short' as const), which, quantity: few }) },
  { weight: 2, arbitrary: record({ do: constant('put back' as const), which, quantity: few }) },
  {
    weight: 1,
    arbitrary: record({
      do: constant('count' as const),
      sku,
      counted: integer({ min: 0, max: 20 }),
    }),
  },
  { weight: 1, arbitrary: record({ do: constant('receive' as const), sku, quantity: few }) },
)

/** What a day may bring. */
export const stories = array(operation, { minLength: 10, maxLength: 40 })
