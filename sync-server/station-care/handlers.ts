import { instantOf } from '../deps.ts'
import { createCallBudget } from '../http/call-budget.ts'
import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import { listStationLog } from '../log-import/index.ts'
import type { Office } from '../office.ts'
import {
  askSupportFile,
  keepSupportFile,
  listSupportFiles,
  packSupportFile,
  readStation,
  readSupportFile,
  unpackSupportFile,
} from '../stations/index.ts'
import { noteBefore } from '../store/index.ts'
import { readHolds } from './read-holds.ts'

/** Files of one station: somebody asks now and then, and one that was lost is sent again. */
const FILES = { callsMax: 5, perSecond: 0.05 }

type CareHandlers = Pick<
  Handlers,
  | 'getStation'
  | 'putStation'
  | 'listStationLog'
  | 'postSupportFile'
  | 'getSupportFile'
  | 'sendSupportFile'
>

/** What the office knows of one station, and asks of it. */
export function stationCareHandlers(office: Office): CareHandlers {
  return { ...knowing(office), ...asking(office) }
}

function knowing({
  store,
  deps,
}: Office): Pick<CareHandlers, 'getStation' | 'putStation' | 'listStationLog'> {
  return {
    getStation: async ({ params: { stationId } }) => {
      const now = deps.clock.now()
      const body = await store.snapshot(async (tx) => {
        const station = await readStation(tx, stationId, { now })
        return {
          ...station,
          holds: await readHolds(tx, station),
          supportFiles: await listSupportFiles(tx, stationId, now),
        }
      })
      return { status: 200, body }
    },
    putStation: async ({ params: { stationId }, body: { name }, change }) => {
      const now = deps.clock.now()
      const body = await change(async (tx) => {
        const before = await readStation(tx, stationId, { now, isLocked: true })
        noteBefore(tx, { name: before.name })
        await tx.updateTable('station').set({ name }).where('id', '=', stationId).execute()
        return { ...before, name }
      })
      return { status: 200, body }
    },
    listStationLog: async ({ params: { stationId }, query }) => {
      const body = await store.snapshot(async (tx) => {
        await readStation(tx, stationId, { now: deps.clock.now() })
        return listStationLog(tx, stationId, query)
      })
      return { status: 200, body }
    },
  }
}

function asking({
  store,
  deps,
}: Office): Pick<CareHandlers, 'postSupportFile' | 'getSupportFile' | 'sendSupportFile'> {
  const files = createCallBudget(deps.clock, FILES)
  return {
    postSupportFile: async ({ params: { stationId }, auth, change }) => {
      const body = await change(async (tx) => {
        const asked = await askSupportFile(tx, { stationId, askedBy: auth.name }, deps)
        if (asked === null) throw new Problem('wrong-state', 'it was revoked and does not report')
        return asked
      })
      return { status: 202, body }
    },
    getSupportFile: async ({ params: { stationId, id } }) => {
      const packed = await store.snapshot((tx) => readSupportFile(tx, { stationId, id }))
      if (packed === undefined) throw new Problem('not-found', 'it has not arrived, or is gone')
      const name = `loadline-support-${id}.json`
      return {
        status: 200,
        headers: { 'content-disposition': `attachment; filename="${name}"` },
        body: await unpackSupportFile(packed),
      }
    },
    sendSupportFile: async ({ body: { id, file }, auth: { stationId } }) => {
      const retryAfterSeconds = files.spend(stationId)
      if (retryAfterSeconds > 0) {
        throw new Problem('rate-limited', 'this station sends too many', { retryAfterSeconds })
      }
      const packed = await packSupportFile(file)
      const at = instantOf(deps.clock.now())
      await store.transaction((tx) => keepSupportFile(tx, { stationId, id, at, file: packed }))
      return { status: 204 }
    },
  }
}
