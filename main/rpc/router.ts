import { implement } from '@orpc/server'
import {
  COMMANDS,
  commandCode,
  quantityCode,
  reasonCode,
  REASONS,
  toteCode,
} from '#contract/barcode/loadline-code.ts'
import { stationContract } from '#contract/rpc/station-contract.ts'
import type { Keyboard } from '../devices/wedge/keyboard.ts'
import type { PracticeDesk } from '../practice/practice-desk.ts'
import { accountOf, openRefusals } from './account-views.ts'
import { benchView, scaleView, type ViewParts } from './bench-view.ts'
import { exportOf } from './log-download.ts'
import { detectScaleAt, doctorView, recordingFile, testDevice } from './doctor-views.ts'
import { keyboardHandlers } from './keyboard-handlers.ts'
import { queueEntries } from './queue-entries.ts'
import type { Topics } from './topics.ts'
import { withNames } from './with-names.ts'

/** Quantity codes listed for printing; any other can be made by rule. */
const LISTED_QUANTITIES = Array.from({ length: 24 }, (_, index) => index + 1)

/** Places of a trolley listed for printing: a batch has no more orders. */
const LISTED_TOTES = Array.from({ length: 12 }, (_, index) => index + 1)

/** Name of the scanner that touches and the screen's own input come from. */
export const SCREEN_SCANNER_ID = 'screen'

/** Every command, quantity, reason and tote code of a bench, for sheets and scripts. */
export function allCodes(): { name: string; code: string }[] {
  return [
    ...COMMANDS.map((name) => ({ name, code: commandCode(name) })),
    ...LISTED_QUANTITIES.map((n) => ({ name: `Q${n}`, code: quantityCode(n) })),
    ...REASONS.map(({ name }) => ({ name, code: reasonCode(name) })),
    ...LISTED_TOTES.map((tote) => ({ name: `TOTE-${tote}`, code: toteCode(tote) })),
  ]
}

/** What a screen may call, bound to this bench. */
export function stationRouter(
  parts: ViewParts & { topics: Topics; keyboard: Keyboard; practice: PracticeDesk },
) {
  const os = implement(stationContract)
  const scan = (text: string) => {
    return { accepted: parts.bench.takeScan({ scannerId: SCREEN_SCANNER_ID, text }) !== null }
  }
  return os.router({
    bench: os.bench.handler(() => withNames(benchView(parts), parts.view)),
    scale: os.scale.handler(() => scaleView(parts.devices)),
    scan: os.scan.handler(({ input }) => scan(input.text)),
    command: os.command.handler(({ input }) => scan(commandCode(input.name))),
    reason: os.reason.handler(({ input }) => {
      const reason = REASONS.find(({ name }) => name === input.name)
      return reason === undefined ? { accepted: false } : scan(reasonCode(reason.name))
    }),
    answerPin: os.answerPin.handler(async ({ input }) => {
      return { accepted: await parts.bench.takePin(input.digits) }
    }),
    queue: os.queue.handler(({ input }) => queueEntries(parts, input)),
    account: os.account.handler(() => accountOf(parts)),
    refusals: os.refusals.handler(({ input }) => openRefusals(parts, input)),
    beginNewLog: os.beginNewLog.handler(({ input }) => parts.orders.beginNewLog(input)),
    dismissLogTrouble: os.dismissLogTrouble.handler(({ input }) => {
      return parts.orders.dismissLogTrouble(input)
    }),
    changeSettings: os.changeSettings.handler(({ input }) => parts.settings.change(input)),
    parkedScans: os.parkedScans.handler(({ input }) => parts.bench.decideParked(input)),
    closeRefusal: os.closeRefusal.handler(({ input }) => parts.closeRefusal(input)),
    floor: os.floor.handler(() => parts.floor.look()),
    decideException: os.decideException.handler(({ input }) => parts.floor.decide(input)),
    releaseClaim: os.releaseClaim.handler(({ input }) => parts.floor.release(input)),
    exportLog: os.exportLog.handler(async ({ input }) => {
      const allowed = await parts.orders.mayCarryLog(input)
      return allowed.accepted
        ? { accepted: true, file: await exportOf(parts, input.from) }
        : allowed
    }),
    nextBadge: os.nextBadge.handler(async ({ signal }) => {
      return { badge: await parts.bench.nextBadge(signal) }
    }),
    printJobs: os.printJobs.handler(({ input }) => parts.printing.views(input.limit)),
    orderPrint: os.orderPrint.handler(({ input }) => parts.printing.order(input)),
    printTargets: os.printTargets.handler(({ input }) => parts.printing.targets(input.jobId)),
    label: os.label.handler(({ input }) => {
      const job = parts.jobs.get(input.jobId)
      if (job === null) return null
      const document: unknown = JSON.parse(job.document)
      return { document }
    }),
    ...besideWork(parts.practice),
    devices: {
      doctor: os.devices.doctor.handler(() => doctorView(parts)),
      test: os.devices.test.handler(({ input }) => testDevice(parts, input)),
      detect: os.devices.detect.handler(({ input }) => detectScaleAt(parts, input.deviceId)),
      recording: os.devices.recording.handler(() => recordingFile(parts)),
    },
    ...keyboardHandlers(parts),
    codes: os.codes.handler(() => allCodes()),
    printCodes: os.printCodes.handler(({ input }) => parts.codeSheets.print(input)),
    about: os.about.handler(() => parts.about),
  })
}

/** What comes before and beside real work: a bench that has its office needs no first run. */
function besideWork(practice: PracticeDesk) {
  const os = implement(stationContract)
  return {
    firstRun: {
      view: os.firstRun.view.handler(() => null),
      enrol: os.firstRun.enrol.handler(() => ({ accepted: false })),
      again: os.firstRun.again.handler(() => ({ accepted: false })),
    },
    practice: {
      view: os.practice.view.handler(() => practice.view()),
      begin: os.practice.begin.handler(() => practice.begin()),
      leave: os.practice.leave.handler(() => practice.leave()),
      move: os.practice.move.handler(({ input }) => practice.move(input)),
    },
  }
}

export type StationRouter = ReturnType<typeof stationRouter>
