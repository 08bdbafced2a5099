import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { DeviceTest } from '#contract/rpc/doctor-view.ts'
import { LogOrderInput } from '#contract/rpc/log-order.ts'
import { CloseRefusalInput } from '#contract/rpc/refusal-view.ts'
import { PANEL_ROWS_MAX } from '#contract/rpc/station-contract.ts'
import { LOG_FILE_TYPE, logFileName } from '#contract/sync/log-file.ts'
import { type LogFile, NoSuchActionError } from '../log-file/write-log-file.ts'
import { accountOf, openRefusals } from './account-views.ts'
import { benchView, logView, serverView, type ViewParts } from './bench-view.ts'
import {
  doctorView,
  recordingName,
  recordingOf,
  recordingText,
  testDevice,
} from './doctor-views.ts'
import {
  type LocalDoorParts,
  localDoor,
  parsed,
  Problem,
  scannedText,
  tokenGuard,
} from './local-door.ts'
import { logDownload } from './log-download.ts'
import { allCodes } from './router.ts'
import { supportFile } from './support-file.ts'

/** Name of the scanner that local scripts scan with. */
const HTTP_SCANNER_ID = 'http'

const RefusalsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PANEL_ROWS_MAX).default(PANEL_ROWS_MAX),
  after: z.coerce.number().int().min(0).default(0),
})

const LogFileQuery = z.object({ from: z.coerce.number().int().min(1).optional() })

export type LocalHttpParts = LocalDoorParts & { view: ViewParts }

/** The bench's door for scripts and browsers on this machine, and only this machine. */
export function localHttp(parts: LocalHttpParts): FastifyInstance {
  const app = localDoor(parts)
  routes(app, parts)
  return app
}

function routes(app: FastifyInstance, parts: LocalHttpParts): void {
  const { view } = parts
  const guarded = tokenGuard(parts)
  app.get('/v1/state', guarded, async () => stateOf(view))
  app.get('/v1/codes', guarded, async () => allCodes())
  app.get('/v1/support-file', guarded, async (_request, reply) => {
    reply.header('content-disposition', 'attachment; filename="loadline-support.json"')
    return supportFile(view)
  })
  app.get('/v1/doctor', guarded, async () => doctorView(view))
  app.post('/v1/device-test', guarded, async (request) => {
    return testDevice(view, parsed(DeviceTest, request.body))
  })
  app.get('/v1/flight-recording', guarded, async (_request, reply) => {
    const events = await recordingOf(view)
    return reply
      .header('content-disposition', `attachment; filename="${recordingName(view)}"`)
      .type('application/x-ndjson')
      .send(recordingText(events))
  })
  app.get('/v1/account', guarded, async () => accountOf(view))
  app.get('/v1/refusals', guarded, async (request) => {
    return openRefusals(view, parsed(RefusalsQuery, request.query))
  })
  app.post('/v1/refusals/:seq/close', guarded, async (request) => {
    const { seq } = request.params as { seq: string }
    const body = { ...(request.body as object | null), seq: Number(seq) }
    return view.closeRefusal(parsed(CloseRefusalInput, body))
  })
  app.post('/v1/new-log', guarded, async (request) => {
    return view.orders.beginNewLog(parsed(LogOrderInput, request.body))
  })
  app.get('/v1/log-file', guarded, async (request, reply) => {
    const { from } = parsed(LogFileQuery, request.query)
    const file = logFileAt(view, from)
    return reply
      .header('content-disposition', `attachment; filename="${logFileName(file.header)}"`)
      .header('loadline-actions-left', String(file.left))
      .type(LOG_FILE_TYPE)
      .send(file.bytes())
  })
  app.post('/v1/scan', guarded, async (request) => {
    const text = scannedText(request.body)
    const done = view.bench.takeScan({ scannerId: HTTP_SCANNER_ID, text })
    if (done === null) throw new Problem(507, 'log-full', 'The scan could not be recorded.')
    return { ...done, alert: view.bench.alert }
  })
}

function logFileAt(view: ViewParts, fromSeq: number | undefined): LogFile {
  try {
    return logDownload(view, { fromSeq })
  } catch (error) {
    if (!(error instanceof NoSuchActionError)) throw error
    throw new Problem(404, 'no-such-action', error.message)
  }
}

/** The public state of a bench; names and shapes are fixed. */
function stateOf(view: ViewParts) {
  const all = benchView(view)
  const { kind, ...work } = all.work
  return {
    stationId: all.stationId,
    name: all.name,
    server: serverView(view),
    log: logView(view),
    operator: all.operator,
    // A pallet is packing to whoever reads this; `pallet` says what stands on it.
    workflow: {
      ...work,
      kind: kind === 'pallet' ? 'packing' : kind,
      alert: all.alert,
      prompt: all.prompt,
    },
    devices: all.devices,
    printJobs: all.printJobs,
  }
}
