import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { confirmLoad, departLoad, transferUnits } from './act-on-load.ts'
import { listLoadCandidates } from './load-candidates.ts'
import { readLoadingList } from './loading-list.ts'
import { changeLoad, createLoad, listLoads, loadAnswer, readLoad } from './loads.ts'

type LoadingHandlers = Pick<
  Handlers,
  | 'postLoad'
  | 'listLoads'
  | 'listLoadCandidates'
  | 'getLoad'
  | 'putLoad'
  | 'getLoadingList'
  | 'confirmLoad'
  | 'departLoad'
  | 'transferLoad'
>

export function loadingHandlers(office: Office): LoadingHandlers {
  const { store, deps } = office
  const current = async (number: string) =>
    loadAnswer(await store.snapshot((tx) => readLoad(tx, number)))
  return {
    postLoad: async ({ body, change }) => {
      const load = await change((tx) => createLoad(tx, body, deps))
      office.poke(load.warehouse)
      return { status: 201, body: loadAnswer(load) }
    },
    listLoads: async ({ query }) => {
      const now = deps.clock.now()
      return { status: 200, body: await store.snapshot((tx) => listLoads(tx, query, now)) }
    },
    listLoadCandidates: async ({ query }) => {
      return { status: 200, body: await store.snapshot((tx) => listLoadCandidates(tx, query)) }
    },
    getLoad: async ({ params }) => ({ status: 200, body: await current(params.number) }),
    putLoad: async ({ params: { number }, body, change }) => {
      const load = await change((tx) => changeLoad(tx, number, body))
      office.poke(load.warehouse)
      return { status: 200, body: loadAnswer(load) }
    },
    getLoadingList: async ({ params: { number } }) => {
      const now = deps.clock.now()
      const list = await store.snapshot((tx) => readLoadingList(tx, number, now))
      return { status: 200, body: list }
    },
    confirmLoad: async ({ params: { number }, body: { seal }, auth, change }) => {
      const confirming = { number, seal, writtenBy: auth.name }
      office.poke(await change((tx) => confirmLoad(tx, office, confirming)))
      return { status: 200, body: await current(number) }
    },
    departLoad: async ({ params: { number }, body: { leftBehind }, auth, change }) => {
      const departing = { number, leftBehind, writtenBy: auth.name }
      office.poke(await change((tx) => departLoad(tx, office, departing)))
      return { status: 200, body: await current(number) }
    },
    transferLoad: async ({ params: { number }, body, auth, change }) => {
      const moving = { ...body, number, writtenBy: auth.name }
      const { warehouse, exceptionId } = await change((tx) => transferUnits(tx, office, moving))
      office.poke(warehouse)
      const [from, to] = [await current(number), await current(body.to)]
      return { status: 200, body: { from, to, exceptionId } }
    },
  }
}
