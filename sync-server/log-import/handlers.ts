import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { closeRefusal } from './close-refusal.ts'
import { drainStation } from './drain-station.ts'
import { importLog } from './import-log.ts'
import { listStationActions } from './list-station-actions.ts'

const RETRY_AFTER_SECONDS = 30

type StationLogHandlers = Pick<
  Handlers,
  'importStationLog' | 'drainStation' | 'listStationActions' | 'closeRefusal'
>

export function stationLogHandlers(office: Office): StationLogHandlers {
  const { store, deps } = office
  let isImporting = false
  return {
    importStationLog: async ({ body: packed, auth, change, requestId }) => {
      if (isImporting) {
        const retryAfterSeconds = RETRY_AFTER_SECONDS
        throw new Problem('busy', 'another file is being taken in', { retryAfterSeconds })
      }
      isImporting = true
      try {
        const importing = { packed, change, importedBy: auth.name, requestId }
        const report = await importLog(office, importing)
        return { status: 200, body: report }
      } finally {
        isImporting = false
      }
    },
    drainStation: async ({ params: { stationId }, body: { hours }, change }) => {
      await change((tx) => drainStation(tx, { stationId, hours }, deps))
      office.forgetCallers()
      return { status: 204 }
    },
    listStationActions: async ({ query }) => {
      const page = await store.snapshot((tx) => listStationActions(tx, query))
      return { status: 200, body: page }
    },
    closeRefusal: async ({ params: { actionId }, body: { reason }, auth, change }) => {
      const closing = { actionId, reason, officeUser: auth.name }
      await change((tx) => closeRefusal(tx, closing, deps))
      return { status: 204 }
    },
  }
}
