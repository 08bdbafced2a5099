import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { Store } from '../store/index.ts'
import { generatePickLists, LISTS_PER_TRANSACTION_MAX } from './generate-pick-lists.ts'
import { requireWarehouse } from '../orders/index.ts'
import { pickListAnswer, readPickLists } from './read-pick-lists.ts'
import { releasePickList } from './release-pick-list.ts'

type PickingHandlers = Pick<Handlers, 'generatePickLists' | 'listPickLists' | 'releasePickList'>

export function pickingHandlers(office: Office): PickingHandlers {
  const { store, deps } = office
  const listsOf = async (day: { deliveryDate: string; warehouse?: string | undefined }) => {
    const lists = await store.snapshot((tx) => readPickLists(tx, day))
    return lists.map((list) => pickListAnswer(list))
  }
  return {
    generatePickLists: async ({ body: { warehouse, deliveryDate, mode }, auth, change }) => {
      if (mode === 'batch') {
        throw new Problem('not-supported', 'this office makes one list per order')
      }
      await store.snapshot((tx) => requireWarehouse(tx, warehouse))
      const day = { warehouse, deliveryDate, writtenBy: auth.name }
      const created = await generateDay({ ...office, change }, day)
      return { status: 200, body: { created, pickLists: await listsOf(day) } }
    },
    listPickLists: async ({ query }) => {
      return { status: 200, body: { pickLists: await listsOf(query) } }
    },
    releasePickList: async ({ params: { id }, auth, change }) => {
      const list = await change((tx) => releasePickList(tx, { id, writtenBy: auth.name }, deps))
      office.poke(list.warehouse)
      return { status: 200, body: pickListAnswer(list) }
    },
  }
}

/** Makes all lists of a day, some hundreds at a time, and tells the benches. */
export async function generateDay(
  office: Pick<Office, 'deps' | 'poke'> & { change: Store['transaction'] },
  day: { warehouse: string; deliveryDate: string; region?: string; writtenBy: string },
): Promise<number> {
  let created = 0
  for (;;) {
    const made = await office.change((tx) => generatePickLists(tx, day, office.deps))
    created += made
    if (made > 0) office.poke(day.warehouse)
    if (made < LISTS_PER_TRANSACTION_MAX) return created
  }
}
