import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import type { Store } from '../store/index.ts'
import { generatePickLists } from './generate-pick-lists.ts'
import type { ListMode } from './make-lists.ts'
import { requireWarehouse } from '../orders/index.ts'
import { pickListAnswer, readPickLists } from './read-pick-lists.ts'
import { reissuePickList } from './reissue-pick-list.ts'
import { releasePickList } from './release-pick-list.ts'

type PickingHandlers = Pick<
  Handlers,
  'generatePickLists' | 'listPickLists' | 'releasePickList' | 'reissuePickList'
>

export function pickingHandlers(office: Office): PickingHandlers {
  const { store, deps } = office
  const listsOf = async (day: { deliveryDate: string; warehouse?: string | undefined }) => {
    const lists = await store.snapshot((tx) => readPickLists(tx, day))
    return lists.map((list) => pickListAnswer(list))
  }
  return {
    generatePickLists: async ({ body: { warehouse, deliveryDate, mode }, auth, change }) => {
      await store.snapshot((tx) => requireWarehouse(tx, warehouse))
      const day = { warehouse, deliveryDate, writtenBy: auth.name }
      const created = await generateDay({ ...office, change }, { ...day, mode: mode ?? 'order' })
      return { status: 200, body: { created, pickLists: await listsOf(day) } }
    },
    listPickLists: async ({ query }) => {
      return { status: 200, body: { pickLists: await listsOf(query) } }
    },
    reissuePickList: async ({ params: { id }, auth, change }) => {
      const { list, left } = await change((tx) =>
        reissuePickList(tx, { id, writtenBy: auth.name }, deps),
      )
      office.poke(list.warehouse)
      return { status: 201, body: { pickList: pickListAnswer(list), left: pickListAnswer(left) } }
    },
    releasePickList: async ({ params: { id }, auth, change }) => {
      const list = await change((tx) => releasePickList(tx, { id, writtenBy: auth.name }, deps))
      office.poke(list.warehouse)
      return { status: 200, body: pickListAnswer(list) }
    },
  }
}

type WholeDay = {
  warehouse: string
  deliveryDate: string
  region?: string | null
  mode?: ListMode
  writtenBy: string
}

/** Makes all lists of a day, some hundreds of orders at a time, and tells the benches. */
export async function generateDay(
  office: Pick<Office, 'deps' | 'poke'> & { change: Store['transaction'] },
  day: WholeDay,
): Promise<number> {
  let total = 0
  let after = ''
  for (;;) {
    const { created, last } = await office.change((tx) =>
      generatePickLists(tx, { ...day, after }, office.deps),
    )
    total += created
    if (created > 0) office.poke(day.warehouse)
    if (last === null) return total
    after = last
  }
}
