import type { FastifyInstance } from 'fastify'
import type { FirstRunDesk } from './first-run-router.ts'
import { type LocalDoorParts, localDoor, Problem, scannedText, tokenGuard } from './local-door.ts'

const NOT_ENROLLED =
  'This bench belongs to no office yet. Scan the enrolment code that the office shows.'

/** The door of a bench without an office: its page, a scan, and for everything else why not. */
export function firstRunHttp(parts: LocalDoorParts & { desk: FirstRunDesk }): FastifyInstance {
  const { desk } = parts
  const app = localDoor(parts)
  const guarded = tokenGuard(parts)
  app.post('/v1/scan', guarded, async (request) => {
    const accepted = desk.takeScan({ text: scannedText(request.body) })
    return { accepted, firstRun: desk.view() }
  })
  app.all('/v1/*', guarded, async () => {
    throw new Problem(503, 'not-enrolled', NOT_ENROLLED)
  })
  return app
}
