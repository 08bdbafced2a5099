import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { COMMANDS } from '../barcode/loadline-code.ts'
import { Account } from './account-view.ts'
import { AboutBench, CodeSheetAnswer, CodeSheetInput } from './code-sheet.ts'
import { BenchView, ScaleView, Topic } from './bench-view.ts'
import { BenchSettingsInput } from './bench-settings.ts'
import { PracticeAnswer, PracticeMove, PracticeView } from './practice-view.ts'
import { PrintJobView } from './print-job-view.ts'
import { FirstRunView, TypedEnrolment } from './first-run-view.ts'
import { DeviceTest, DeviceTestAnswer, DoctorView, ScaleFindings } from './doctor-view.ts'
import {
  DecideExceptionInput,
  FloorOrderAnswer,
  FloorView,
  ReleaseClaimInput,
} from './floor-view.ts'
import { ExportAnswer, LogOrderAnswer, LogOrderInput } from './log-order.ts'
import { PrintOrder, PrintOrderAnswer, PrintTarget } from './print-order.ts'
import { ParkedScansAnswer, ParkedScansInput } from './parked-scans.ts'
import { QueueEntry } from './queue-entry.ts'
import { WedgeKeysInput, WedgeView } from './wedge-keys.ts'
import { CloseRefusalAnswer, CloseRefusalInput, RefusalView } from './refusal-view.ts'

/** Longest text a screen may hand in as a scan. */
export const SCREEN_SCAN_TEXT_MAX = 600

/** Rows of the queue or print panel in one answer. */
export const PANEL_ROWS_MAX = 500

/** Actions of one file that a screen saves; what is left goes into the next. */
export const SCREEN_LOG_FILE_ACTIONS_MAX = 20_000

export const QueueFilter = z.enum(['all', 'waiting', 'accepted', 'excepted', 'refused'])
export type QueueFilter = z.infer<typeof QueueFilter>

/**
 * What a screen may call on a bench. Screens ask; `watch` only says which topic to ask again.
 * `scan` is what a scanner would have sent, a big touch button sends its command code the same way.
 */
export const stationContract = {
  bench: oc.output(BenchView),
  scale: oc.output(ScaleView),
  scan: oc
    .input(z.object({ text: z.string().min(1).max(SCREEN_SCAN_TEXT_MAX) }))
    .output(z.object({ accepted: z.boolean() })),
  command: oc
    .input(
      z.object({
        name: z.enum(COMMANDS),
      }),
    )
    .output(z.object({ accepted: z.boolean() })),
  reason: oc
    .input(z.object({ name: z.string().max(40) }))
    .output(z.object({ accepted: z.boolean() })),
  /** The PIN of the supervisor whose badge was scanned; from the screen's pad, kept nowhere. */
  answerPin: oc
    .input(z.object({ digits: z.string().regex(/^\d{4,12}$/) }))
    .output(z.object({ accepted: z.boolean() })),
  /** Newest first; `before` is the seq of the last row of the page before. */
  queue: oc
    .input(
      z.object({
        limit: z.int().min(1).max(PANEL_ROWS_MAX),
        before: z.int().min(1).optional(),
        filter: QueueFilter.default('all'),
      }),
    )
    .output(z.array(QueueEntry)),
  /** "312 made, 312 accounted for", of this shift and of today. */
  account: oc.output(Account),
  /** What the office refused and nobody has closed, oldest first; `after` is the seq of the last row before. */
  refusals: oc
    .input(
      z.object({
        limit: z.int().min(1).max(PANEL_ROWS_MAX),
        after: z.int().min(0).default(0),
      }),
    )
    .output(z.array(RefusalView)),
  /** Sets a log that was stopped aside; the host starts anew with one that holds what was never sent. */
  beginNewLog: oc.input(LogOrderInput).output(LogOrderAnswer),
  /** A supervisor has seen what became of a damaged log. */
  dismissLogTrouble: oc.input(LogOrderInput).output(LogOrderAnswer),
  /** A supervisor changes how this bench works. */
  changeSettings: oc.input(BenchSettingsInput).output(LogOrderAnswer),
  /** What a person says about codes that a scanner's memory sent at once. */
  parkedScans: oc.input(ParkedScansInput).output(ParkedScansAnswer),
  closeRefusal: oc.input(CloseRefusalInput).output(CloseRefusalAnswer),
  /** All benches as the office has them, and this one's own day; the last answer while it is gone. */
  floor: oc.output(FloorView),
  /** A supervisor decides an exception; who it is is proved here, the office checks the role. */
  decideException: oc.input(DecideExceptionInput).output(FloorOrderAnswer),
  /** A supervisor takes a list or load from the bench that holds it. */
  releaseClaim: oc.input(ReleaseClaimInput).output(FloorOrderAnswer),
  /**
   * The log as a file to be carried to the office, from the first action that it has not acknowledged or
   * from `from` on, for a supervisor. `left` actions go into the next one.
   */
  exportLog: oc
    .input(LogOrderInput.extend({ from: z.int().min(1).optional() }))
    .output(ExportAnswer),
  /**
   * Waits for the next badge that is scanned at the bench and hands it to the screen that asked for a
   * supervisor, instead of changing who works here; null when nobody came, or another screen asks.
   */
  nextBadge: oc.output(z.object({ badge: z.string().nullable() })),
  /** What a person says about one label of the print queue. */
  orderPrint: oc.input(PrintOrder).output(PrintOrderAnswer),
  /** The printers of this bench, as far as they could take a job's label. */
  printTargets: oc.input(z.object({ jobId: z.string().max(80) })).output(z.array(PrintTarget)),
  printJobs: oc
    .input(z.object({ limit: z.int().min(1).max(PANEL_ROWS_MAX) }))
    .output(z.array(PrintJobView)),
  /** The label of a job as a PNG data URL is drawn by the screen from its document. */
  label: oc
    .input(z.object({ jobId: z.string() }))
    .output(z.object({ document: z.unknown() }).nullable()),
  /** Before the bench belongs to an office; nothing else is answered then but what scans. */
  firstRun: {
    /** Null once it does. */
    view: oc.output(FirstRunView.nullable()),
    /** An address and a code that a person typed, where there is no scanner. */
    enrol: oc.input(TypedEnrolment).output(z.object({ accepted: z.boolean() })),
    /** Asks the office once more, now. */
    again: oc.output(z.object({ accepted: z.boolean() })),
  },
  /** A bench beside the real one, to learn at; answers for whichever of the two the screens are at. */
  practice: {
    /** Null while the screens are at the real bench. */
    view: oc.output(PracticeView.nullable()),
    begin: oc.output(PracticeAnswer),
    leave: oc.output(PracticeAnswer),
    /** Scans or weighs what the practice desk offers. */
    move: oc.input(PracticeMove).output(PracticeAnswer),
  },
  devices: {
    /** What is attached, how each device is, what it said last and what to do about it. */
    doctor: oc.output(DoctorView),
    /** Tries one device because a person asked for it; changes no setting. */
    test: oc.input(DeviceTest).output(DeviceTestAnswer),
    /** Listens to and asks a scale what it speaks, for some seconds in which it weighs nothing. */
    detect: oc.input(z.object({ deviceId: z.string().min(1).max(64) })).output(ScaleFindings),
    /** The newest of what devices said and did, as a file without names and addresses. */
    recording: oc.output(z.object({ name: z.string(), base64: z.string(), events: z.int() })),
  },
  /** Whether a scanner of this bench types, and how fast its keys come; null where none does. */
  wedge: oc.output(WedgeView),
  /** Keys as they were pressed: the host alone says what is a scan. */
  keys: oc.input(WedgeKeysInput).output(z.object({})),
  /** Prints codes on the bench's own label printer, for a supervisor. */
  printCodes: oc.input(CodeSheetInput).output(CodeSheetAnswer),
  about: oc.output(AboutBench),
  codes: oc.output(z.array(z.object({ name: z.string(), code: z.string() }))),
  watch: oc.output(eventIterator(z.object({ topic: Topic }))),
}
