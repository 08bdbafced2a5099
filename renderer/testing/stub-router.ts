import { type EventPublisher, implement } from '@orpc/server'
import type { Alert } from '#contract/rpc/alert-view.ts'
import type { BenchView, Topic } from '#contract/rpc/bench-view.ts'
import type { FirstRunView } from '#contract/rpc/first-run-view.ts'
import type { FloorOrderAnswer } from '#contract/rpc/floor-view.ts'
import type { LogOrderAnswer, LogOrderInput } from '#contract/rpc/log-order.ts'
import type { PracticeView } from '#contract/rpc/practice-view.ts'
import type { CloseTrouble } from '#contract/rpc/refusal-view.ts'
import { stationContract } from '#contract/rpc/station-contract.ts'
import { sampleFloorView } from './sample-benches.ts'
import { sampleDoctor } from './sample-doctor.ts'
import { sampleLabel } from './sample-floor.ts'
import { sampleAccount, sampleQueue, sampleRefusals } from './sample-sync.ts'
import { sampleJobs, samplePrinters, type SampleName } from './sample-views.ts'

/** Badges of the stand-in: one of a supervisor with a PIN, one of a picker. */
export const STUB_BADGES = { supervisor: 'LLBSUPERVISOR', picker: 'LLBPICKER' }
export const STUB_PIN = '4821'

/** The refusal of the samples that is refused again when it is tried as it was. */
const BROKEN = 306

/** The label of the samples that its printer takes while somebody looks at it. */
const SENT_MEANWHILE = 'job-3'

/** What stands on the stand-in's desk: what it shows, and what was pressed. */
export type Desk = {
  view: () => BenchView
  sample: () => SampleName
  firstRun: () => FirstRunView | null
  practice: () => PracticeView | null
  nextBadge: (signal: AbortSignal | undefined) => Promise<string | null>
  pressed: string[]
  topics: EventPublisher<{ changed: Topic }>
}

/** Everything a screen may call, answered from samples. */
export function stubRouter(desk: Desk) {
  const os = implement(stationContract)
  const press = pressInto(desk)
  return os.router({
    bench: os.bench.handler(() => desk.view()),
    scale: os.scale.handler(() => desk.view().scale),
    scan: os.scan.handler(({ input }) => press(`scan ${input.text}`)),
    command: os.command.handler(({ input }) => press(`command ${input.name}`)),
    reason: os.reason.handler(({ input }) => press(`reason ${input.name}`)),
    answerPin: os.answerPin.handler(({ input }) => press(`pin ${input.digits}`)),
    queue: os.queue.handler(({ input }) => sampleQueue(input)),
    account: os.account.handler(() => sampleAccount(desk.view())),
    refusals: os.refusals.handler(() => {
      return sampleRefusals().slice(0, desk.view().log.refusedOpen)
    }),
    floor: os.floor.handler(() => sampleFloorView(desk.sample())),
    ...orderHandlers(desk),
    nextBadge: os.nextBadge.handler(async ({ signal }) => ({
      badge: await desk.nextBadge(signal),
    })),
    printJobs: os.printJobs.handler(() => {
      return desk.practice() === null ? sampleJobs(desk.sample()) : []
    }),
    printTargets: os.printTargets.handler(() => samplePrinters()),
    orderPrint: os.orderPrint.handler(({ input }) => {
      press(`print ${Object.values(input).join(' ')}`)
      return input.jobId === SENT_MEANWHILE
        ? { accepted: false, trouble: 'already-sent' }
        : { accepted: true, copy: input.order === 'cancel' ? null : 2 }
    }),
    label: os.label.handler(() => ({ document: sampleLabel() })),
    wedge: os.wedge.handler(() => null),
    keys: os.keys.handler(() => ({})),
    ...awayHandlers(desk),
    devices: stubDevices(desk),
    about: os.about.handler(() => ({
      appVersion: '1.0.0',
      dataFolder: '/var/lib/loadline/station',
      devicesFile: '/etc/loadline/devices.json',
    })),
    codes: os.codes.handler(() => []),
    watch: os.watch.handler(async function* watch({ signal }) {
      for await (const topic of desk.topics.subscribe('changed', signal ? { signal } : {})) {
        yield { topic }
      }
    }),
  })
}

function pressInto(desk: Desk) {
  return (what: string) => {
    desk.pressed.push(what)
    return { accepted: true }
  }
}

/** What a person orders beside the work, most of it with a supervisor's badge. */
function orderHandlers(desk: Desk) {
  const os = implement(stationContract)
  const press = pressInto(desk)
  return {
    closeRefusal: os.closeRefusal.handler(({ input: { seq, how, reason, amend, ...who } }) => {
      const trouble = supervisorTrouble(desk, who)
      if (trouble !== null) return { accepted: false, trouble, alert: null }
      press(`close ${[seq, how, reason ?? JSON.stringify(amend ?? null)].join(' ')}`)
      // The one example whose rule still says no.
      if (seq === BROKEN && how === 'again') {
        return { accepted: false, trouble: 'rule-broken', alert: sampleAlert() }
      }
      return { accepted: true, byActionId: null }
    }),
    decideException: os.decideException.handler(({ input }) => {
      const { badge, pin, ...order } = input
      return floorOrder(desk, { badge, pin }, `decide ${Object.values(order).join(' ')}`)
    }),
    releaseClaim: os.releaseClaim.handler(({ input }) => {
      const { badge, pin, ...order } = input
      return floorOrder(desk, { badge, pin }, `release ${Object.values(order).join(' ')}`)
    }),
    changeSettings: os.changeSettings.handler(({ input: { change, ...who } }) => {
      return ordered(desk, who, `set ${JSON.stringify(change)}`)
    }),
    parkedScans: os.parkedScans.handler(({ input: { scannerId, decision } }) => {
      press(`parked ${scannerId} ${decision}`)
      return { taken: 0, left: 0 }
    }),
    beginNewLog: os.beginNewLog.handler(({ input }) => ordered(desk, input, 'new log')),
    dismissLogTrouble: os.dismissLogTrouble.handler(({ input }) => ordered(desk, input, 'seen')),
    exportLog: os.exportLog.handler(({ input: { from, ...who } }) => {
      const trouble = supervisorTrouble(desk, who)
      if (trouble !== null) return { accepted: false, trouble }
      press(`export log ${from ?? ''}`.trim())
      const part = { fromSeq: 308, throughSeq: 312, actions: 5, left: 0, damagedAfter: null }
      const base64 = Buffer.from('a log').toString('base64')
      return { accepted: true, file: { name: 'loadline-pack-3-308-312.loadlog', base64, ...part } }
    }),
    printCodes: os.printCodes.handler(({ input: { sheet, words, ...who } }) => {
      const trouble = supervisorTrouble(desk, who)
      if (trouble !== null) return { accepted: false, trouble }
      press(`print codes ${sheet} ${words['ACK'] ?? ''}`.trim())
      return { accepted: true, labels: 12, trouble: null }
    }),
  }
}

/** Before a bench has an office, and beside the one it has. */
function awayHandlers(desk: Desk) {
  const os = implement(stationContract)
  const press = pressInto(desk)
  return {
    firstRun: {
      view: os.firstRun.view.handler(() => desk.firstRun()),
      enrol: os.firstRun.enrol.handler(({ input }) =>
        press(`enrol ${input.address} ${input.code}`),
      ),
      again: os.firstRun.again.handler(() => press('enrol again')),
    },
    practice: {
      view: os.practice.view.handler(() => desk.practice()),
      begin: os.practice.begin.handler(() => ({ ...press('practice'), trouble: null })),
      leave: os.practice.leave.handler(() => ({ ...press('leave practice'), trouble: null })),
      move: os.practice.move.handler(({ input }) => {
        return { ...press(`practice ${input.move} ${input.shown.name}`), trouble: null }
      }),
    },
  }
}

function stubDevices(desk: Desk) {
  const os = implement(stationContract.devices)
  return {
    doctor: os.doctor.handler(() => sampleDoctor(desk.view())),
    test: os.test.handler(({ input }) => {
      desk.pressed.push(`test ${input.test} ${input.deviceId}`)
      return { outcome: input.test === 'sound-bad' ? 'cannot' : 'done', detail: '' }
    }),
    detect: os.detect.handler(() => ({
      suggestions: [
        { settings: '{"protocol":"toledo-8217","unit":"kg"}', sample: 'stable 12345 g' },
      ],
      trouble: null,
    })),
    recording: os.recording.handler(() => {
      const base64 = Buffer.from('{}').toString('base64')
      return { name: 'loadline-flight.jsonl', base64, events: 1_204 }
    }),
  }
}

function supervisorTrouble(desk: Desk, { badge, pin }: LogOrderInput): CloseTrouble | null {
  if (desk.view().operator?.roles.includes('supervisor') === true) return null
  return badgeTrouble({ badge, pin })
}

function badgeTrouble({ badge, pin }: LogOrderInput): CloseTrouble | null {
  if (badge === undefined) return 'supervisor-needed'
  if (badge === STUB_BADGES.picker) return 'role-missing'
  if (badge !== STUB_BADGES.supervisor) return 'unknown-badge'
  if (pin === undefined) return 'pin-needed'
  return pin === STUB_PIN ? null : 'pin-wrong'
}

function ordered(desk: Desk, who: LogOrderInput, what: string): LogOrderAnswer {
  const trouble = supervisorTrouble(desk, who)
  if (trouble !== null) return { accepted: false, trouble }
  desk.pressed.push(what)
  return { accepted: true }
}

/** A supervisor with a PIN types it for every order, signed in or not. */
function floorOrder(desk: Desk, who: LogOrderInput, what: string): FloorOrderAnswer {
  const trouble = who.badge === undefined ? 'supervisor-needed' : badgeTrouble(who)
  if (trouble !== null) return { accepted: false, trouble }
  desk.pressed.push(what)
  return { accepted: true, outcome: 'done', detail: null }
}

function sampleAlert(): Alert {
  return {
    code: 'wrong-state',
    tone: 'wrong',
    reason: 'list-held-elsewhere',
    detail: { list: 'LL-000246' },
    message: 'Another bench is working on pick list LL-000246.',
    meanwhile: [],
  }
}
