import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { FirstRunView } from '#contract/rpc/first-run-view.ts'
import {
  PRACTICE_TASKS,
  type PracticeHint,
  type PracticeTask,
  type PracticeView,
} from '#contract/rpc/practice-view.ts'
import type { LineView } from '#contract/rpc/work-view.ts'
import type { PanelMoment } from './panel-moments.ts'
import { SAMPLE_TIME, sampleBench, sampleSscc, sampleUnit } from './sample-floor.ts'
import { picking } from './sample-work.ts'

/** Before a bench has an office, and beside the one it has. */
export type AwayMoment = PanelMoment & {
  /** What differs from the sample under it. */
  changes: Partial<BenchView>
  firstRun: FirstRunView | null
  practice: PracticeView | null
  /** A selector of what is on the page once this moment is. */
  drawn: string
}

/** The pretend orders leave at the end of the day, 23:59 in Amsterdam. */
const CUT_OFF = SAMPLE_TIME + (10 * 60 + 57) * 60_000

const OFFICE = 'https://office.vloerhuis.example'

/** A bench out of its box, from the first look to its name. */
export const FIRST_RUN_MOMENTS = {
  'first-run-scan': firstRun(
    { step: 'scan' },
    { caption: 'A bench out of its box: three steps, and its scanner was found' },
  ),
  'first-run-typing': firstRun(
    { step: 'scan', scanners: [] },
    {
      presses: ['first-run-type'],
      caption: 'Where no scanner is set up the address and the code are typed',
    },
  ),
  'first-run-asking': firstRun(
    { step: 'asking', officeUrl: OFFICE },
    { caption: 'The QR code was scanned: the bench asks the office it names' },
  ),
  'first-run-used': firstRun(
    { step: 'failed', officeUrl: OFFICE, trouble: 'code-used' },
    { caption: 'A code that was used before, and the way out' },
  ),
  'first-run-unreachable': firstRun(
    { step: 'failed', officeUrl: OFFICE, trouble: 'unreachable' },
    { caption: 'The office can’t be reached: what to look at, and the bench keeps trying' },
  ),
  'first-run-enrolled': firstRun(
    { step: 'enrolled', officeUrl: OFFICE, name: 'Pack 3' },
    { caption: 'The office has said what this bench is called: everything is ready' },
  ),
} satisfies Record<string, AwayMoment>

const OAK: PracticeHint = hint('product', 'Oak plank 14 mm', '2000000000015')
const TILE: PracticeHint = hint('product', 'Tile grey 60 × 60', '2000000000053')
const SHORT: PracticeHint = hint('command', 'SHORT', 'LLCSHORT')

/** Somebody new at a bench, from the pretend badge to the last task. */
export const PRACTICE_MOMENTS = {
  'practice-begin': practice('signed-out', 0, {
    next: hint('badge', '', 'LLBPRACTICE0000000001'),
    changes: { operator: null, feedback: null, work: { kind: 'signed-out' } },
    caption: 'Practice begins: a frame that nothing real has, and one thing to do next',
  }),
  'practice-right': practice('picking', 2, {
    next: OAK,
    wrong: TILE,
    short: SHORT,
    caption: 'A right scan; next somebody new is to see what a wrong one does',
  }),
  'practice-wrong': practice('alert-wrong', 3, {
    next: hint('command', 'ACK', 'LLCACK'),
    changes: {
      alert: {
        code: 'wrong-product',
        tone: 'wrong',
        reason: 'product-not-on-list',
        detail: { scanned: 'Tile grey 60 × 60', needed: 'Oak plank 14 mm' },
        message: 'Tile grey 60 × 60 is not on this list.',
        meanwhile: [],
      },
    },
    caption: 'A wrong scan on purpose: the real alert, and the frame stays around it',
  }),
  'practice-codes': practice('picking', 3, {
    next: OAK,
    wrong: TILE,
    short: SHORT,
    presses: ['practice-codes'],
    caption: 'For a real scanner the codes of practice are read from the screen',
  }),
  'practice-done': practice('shift-complete', PRACTICE_TASKS.length, {
    next: hint('badge', '', 'LLBPRACTICE0000000001'),
    changes: {
      operator: null,
      work: { kind: 'signed-out' },
      feedback: {
        at: 42,
        kind: 'good',
        text: 'signed-out-complete',
        detail: { name: 'Trainee', made: 34, accounted: 34 },
      },
    },
    caption: 'All seven tasks are done, and the shift is accounted for',
  }),
} satisfies Record<string, AwayMoment>

export const AWAY_MOMENTS = { ...FIRST_RUN_MOMENTS, ...PRACTICE_MOMENTS }
export type AwayName = keyof typeof AWAY_MOMENTS

type Shown = { caption: string; presses?: readonly string[] }

function firstRun(
  view: Pick<FirstRunView, 'step'> & Partial<FirstRunView>,
  { caption, presses = [] }: Shown,
): AwayMoment {
  const scanners = sampleBench(0).devices.filter(({ kind }) => kind === 'scanner')
  return {
    show: 'signed-out',
    changes: {},
    presses,
    caption,
    firstRun: { officeUrl: null, trouble: null, name: null, scanners, ...view },
    practice: null,
    drawn: `[data-testid="first-run-${view.step}"]`,
  }
}

type Practised = Shown & {
  next: PracticeHint
  wrong?: PracticeHint
  short?: PracticeHint
  changes?: Partial<BenchView>
}

function practice(
  show: AwayMoment['show'],
  done: number,
  { next, wrong, short, changes = {}, presses = [], caption }: Practised,
): AwayMoment {
  const tasks: PracticeTask[] = PRACTICE_TASKS.slice(0, done)
  return {
    show,
    changes: { ...practiceBench(), ...changes },
    presses,
    caption,
    firstRun: null,
    practice: { done: tasks, next, wrong: wrong ?? null, short: short ?? null },
    drawn: '[data-testid="practice-next"]:enabled',
  }
}

/** The first of the three pretend orders, with one plank in its carton. */
function practiceBench(): Partial<BenchView> {
  const lines: LineView[] = [
    practiceLine({ lineNo: 1, sku: 'P-OAK', name: 'Oak plank 14 mm', requested: 3, picked: 1 }),
    {
      ...practiceLine({ lineNo: 2, sku: 'P-UNDERLAY', name: 'Underlay 3 mm', requested: 2 }),
      location: 'A-02-3',
    },
  ]
  const contents = [{ sku: 'P-OAK', name: 'Oak plank 14 mm', quantity: 1 }]
  return {
    operator: { id: 'trainee', name: 'Trainee', roles: ['picker', 'loader'] },
    isDemo: false,
    devices: sampleBench(0).devices.filter(({ kind }) => kind !== 'scanner'),
    nextCutOff: { at: new Date(CUT_OFF).toISOString(), region: 'A' },
    work: picking({
      code: 'LLPPRACTICE1',
      orderNumbers: ['PRACTICE-1'],
      shipTo: 'Practice customer',
      region: 'A',
      linesDone: 0,
      linesTotal: lines.length,
      lines,
      next: lines[0] ?? null,
      unit: sampleUnit({
        unitId: sampleSscc(1),
        contents,
        expectedGrams: 2_700,
        toleranceGrams: 20,
      }),
    }),
    scale: { state: 'stable', grams: 0 },
    feedback: {
      at: 41,
      kind: 'good',
      text: 'picked',
      detail: { name: 'Oak plank 14 mm', quantity: 1, picked: 1, requested: 3 },
    },
  }
}

function practiceLine(changes: Partial<LineView>): LineView {
  return {
    lineNo: 1,
    orderNumber: 'PRACTICE-1',
    sku: '',
    name: '',
    location: 'A-01-1',
    barcode: '2000000000015',
    lot: null,
    requested: 1,
    picked: 0,
    short: 0,
    ...changes,
  }
}

function hint(thing: PracticeHint['thing'], name: string, code: string): PracticeHint {
  return { thing, name, code, grams: null }
}
