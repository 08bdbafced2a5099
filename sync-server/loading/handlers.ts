import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { decideAsOffice } from '../sync/index.ts'
import { createLoad, loadAnswer, readLoad } from './loads.ts'

type LoadingHandlers = Pick<Handlers, 'postLoad' | 'getLoad' | 'departLoad'>

export function loadingHandlers(office: Office): LoadingHandlers {
  const { store, deps } = office
  const current = (number: string) => store.snapshot((tx) => readLoad(tx, number))
  return {
    postLoad: async ({ body, change }) => {
      const plan = { ...body, stops: body.stops ?? [] }
      const load = await change((tx) => createLoad(tx, plan, deps))
      office.poke(load.warehouse)
      return { status: 201, body: loadAnswer(load) }
    },
    getLoad: async ({ params }) => ({
      status: 200,
      body: loadAnswer(await current(params.number)),
    }),
    departLoad: async ({ params: { number }, auth, change }) => {
      const warehouse = await change((tx) => depart(tx, office, number, auth.name))
      office.poke(warehouse)
      return { status: 200, body: loadAnswer(await current(number)) }
    },
  }
}

/** The same fact that a bench would record, with nothing known to have stayed behind. */
async function depart(
  tx: Tx,
  { store, deps }: Office,
  number: string,
  writtenBy: string,
): Promise<string> {
  const { id, warehouse, status } = await readLoad(tx, number)
  if (status === 'departed') throw new Problem('wrong-state', `load ${number} has departed`)
  const payload = { loadId: id, leftBehind: [] }
  const parts = { kind: store.kind, deps }
  const actions = [{ type: 'load.depart' as const, payload }]
  await decideAsOffice(tx, parts, { warehouse, writtenBy, actions })
  return warehouse
}
