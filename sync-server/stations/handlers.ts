import { enrolmentQr } from '#contract/barcode/enrolment-qr.ts'
import { instantOf } from '../deps.ts'
import { createAttemptLimit } from '../http/attempt-limit.ts'
import type { Handlers } from '../http/handler.ts'
import { createCallBudget } from '../http/call-budget.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import { enrolStation, issueStationCode } from './enrolment.ts'
import { keepHealth, listStations, readStation } from './health-board.ts'
import { requireVersion } from './station-version.ts'
import { readWishes } from './station-wishes.ts'

/** Wrong codes from one address in a minute; a person mistypes a few. */
const WRONG_CODES = { failuresMax: 20, windowMs: 60_000 }

/** Reports of one station: one every twenty seconds, and now and then a few more. */
const REPORTS = { callsMax: 60, perSecond: 1 }

type StationHandlers = Pick<
  Handlers,
  'postStationCode' | 'listStations' | 'revokeStation' | 'enrol' | 'heartbeat'
>

export function stationHandlers(office: Office): StationHandlers {
  const { store, deps } = office
  const wrongCodes = createAttemptLimit(deps.clock, WRONG_CODES)
  const reports = createCallBudget(deps.clock, REPORTS)
  return {
    postStationCode: async ({ body, change }) => {
      const issued = await change((tx) => issueStationCode(tx, body, deps))
      const { publicUrl } = office
      const qr =
        publicUrl === null ? null : enrolmentQr({ officeUrl: publicUrl, code: issued.code })
      return { status: 201, body: { ...issued, qr } }
    },
    listStations: async () => {
      const items = await store.snapshot((tx) => listStations(tx, deps.clock.now()))
      return { status: 200, body: { items } }
    },
    revokeStation: async ({ params: { stationId }, change }) => {
      await change(async (tx) => {
        const now = deps.clock.now()
        const { name, revoked, drainsUntil } = await readStation(tx, stationId, {
          now,
          isLocked: true,
        })
        noteBefore(tx, { name, revoked, drainsUntil })
        await tx
          .updateTable('station')
          .set({ revoked_at: instantOf(now), drains_until: null })
          .where('id', '=', stationId)
          .execute()
      })
      office.forgetCallers()
      return { status: 204 }
    },
    enrol: async ({ body, remoteAddress, change }) => {
      const seconds = wrongCodes.secondsToWait(remoteAddress)
      if (seconds > 0) {
        throw new Problem('rate-limited', 'too many wrong codes', { retryAfterSeconds: seconds })
      }
      try {
        const enrolment = { ...body, stationId: deps.newId() }
        const work = (tx: Tx) => enrolStation(tx, enrolment, office)
        // One that was enrolled before has its id already.
        const enrolled = await change(work, ({ stationId }) => `station:${stationId}`)
        return { status: 201, body: enrolled }
      } catch (error) {
        if (error instanceof Problem && error.status === 401) wrongCodes.noteFailure(remoteAddress)
        throw error
      }
    },
    heartbeat: async ({ body, auth }) => {
      const retryAfterSeconds = reports.spend(auth.stationId)
      if (retryAfterSeconds > 0) {
        throw new Problem('rate-limited', 'this station reports too often', { retryAfterSeconds })
      }
      const report = { stationId: auth.stationId, at: instantOf(deps.clock.now()) }
      const wishes = await store.transaction(async (tx) => {
        await keepHealth(tx, { ...report, body })
        return readWishes(tx, { ...report, body })
      })
      requireVersion(office, body.appVersion)
      return wishes === null ? { status: 204 } : { status: 200, body: wishes }
    },
  }
}
