import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import type { Store } from '../store/index.ts'
import { generatePickLists } from './generate-pick-lists.ts'
import type { ListMode } from './make-lists.ts'
import { requireWarehouse } from '../orders/index.ts'
import { listPickingDays, readPickingDay } from './picking-days.ts'
import { listPickLists, pickListAnswer, readPickList, readPickLists } from './read-pick-lists.ts'
import { reissuePickList } from './reissue-pick-list.ts'
import { releasePickList } from './release-pick-list.ts'

type PickingHandlers = Pick<
  Handlers,
  | 'generatePickLists'
  | 'listPickLists'
  | 'getPickList'
  | 'listPickingDays'
  | 'getPickingDay'
  | 'releasePickList'
  | 'reissuePickList'
>

export function pickingHandlers(office: Office): PickingHandlers {
  const { store, deps } = office
  const listsOf = async (day: { deliveryDate: string; warehouse: string }) => {
    const lists = await store.snapshot((tx) => readPickLists(tx, day))
    return lists.map((list) => pickListAnswer(list))
  }
  const now = () => deps.clock.now()
  return {
    generatePickLists: async ({ body, auth, change }) => {
      const { warehouse, deliveryDate, mode, answer } = body
      await store.snapshot((tx) => requireWarehouse(tx, warehouse))
      const day = { warehouse, deliveryDate, writtenBy: auth.name }
      const created = await generateDay({ ...office, change }, { ...day, mode: mode ?? 'order' })
      const pickLists = answer === 'count' ? [] : await listsOf(day)
      return { status: 200, body: { created, pickLists } }
    },
    listPickLists: async ({ query }) => {
      const page = await store.snapshot((tx) => listPickLists(tx, { ...query, now: now() }))
      return { status: 200, body: page }
    },
    getPickList: async ({ params: { id } }) => {
      const list = await store.snapshot((tx) => readPickList(tx, { id, now: now() }))
      return { status: 200, body: list }
    },
    listPickingDays: async ({ query }) => {
      const days = await store.snapshot((tx) => listPickingDays(tx, { ...query, now: now() }))
      return { status: 200, body: days }
    },
    getPickingDay: async ({ params, query }) => {
      const day = await store.snapshot((tx) => readPickingDay(tx, { ...params, ...query }))
      return { status: 200, body: day }
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
