import type { SampleName } from './sample-views.ts'

export type PanelMoment = {
  /** The bench that lies under the panel. */
  show: SampleName
  /** Test ids of what is touched, in order. */
  presses: readonly string[]
  caption: string
}

/** What opens over a bench at a touch, by the name of its picture. */
export const PANEL_MOMENTS = {
  'panel-queue': {
    show: 'picking-offline',
    presses: ['waiting'],
    caption: 'What this bench sent, row by row, and what the office answered',
  },
  'panel-refusals': {
    show: 'refused-three',
    presses: ['refused'],
    caption: 'What the office refused waits for a supervisor',
  },
  'panel-refusal': {
    show: 'refused-three',
    presses: ['refused', 'refusal-282'],
    caption: 'One refusal and the few things that can be done about it',
  },
  'panel-refusal-amend': {
    show: 'refused-three',
    presses: ['refused', 'refusal-282', 'close-amended'],
    caption: 'A refused number is put right on big keys',
  },
  'panel-refusal-badge': {
    show: 'refused-three',
    presses: ['refused', 'refusal-282', 'close-again'],
    caption: 'A supervisor says yes with a badge',
  },
  'panel-trouble': {
    show: 'trouble-many',
    presses: ['trouble-strip'],
    caption: 'Every trouble with what to do and what is safe',
  },
  'panel-memory': {
    show: 'trouble-memory',
    presses: ['trouble-strip'],
    caption: 'Codes out of a scanner’s memory wait until somebody says whether they count',
  },
  'stopped-new-log': {
    show: 'trouble-forked',
    presses: ['stopped-new-log'],
    caption: 'A new log is asked about twice',
  },
  'panel-devices': {
    show: 'picking-offline',
    presses: ['device-scale'],
    caption: 'The devices of this bench and what is plugged in',
  },
  'panel-device': {
    show: 'picking-offline',
    presses: ['device-scale', 'doctor-row-w1'],
    caption: 'One device: how it is, what to do, its tests, its last words',
  },
  'panel-labels': {
    show: 'picking',
    presses: ['device-printer'],
    caption: 'Labels that wait for somebody, and all others',
  },
  'panel-label': {
    show: 'picking',
    presses: ['device-printer', 'job-job-4'],
    caption: 'Nobody knows if this label came out: two big answers',
  },
  'panel-label-printer': {
    show: 'picking',
    presses: ['device-printer', 'job-job-6', 'print.redirect'],
    caption: 'A label goes to another printer, where its size fits',
  },
  'panel-settings': {
    show: 'picking',
    presses: ['settings'],
    caption: 'Language, light, sounds, and giving the work back',
  },
  'panel-floor': {
    show: 'floor',
    presses: ['floor-open'],
    caption: 'All benches for a supervisor: those that need somebody first, each with one sentence',
  },
  'panel-floor-fine': {
    show: 'floor-fine',
    presses: ['floor-open'],
    caption: 'All benches, and none of them stuck',
  },
  'panel-floor-offline': {
    show: 'floor-offline',
    presses: ['floor-open'],
    caption: 'Without the office the last state stands there with its time',
  },
  'panel-floor-exception': {
    show: 'floor',
    presses: ['floor-open', 'exception-LL-000247'],
    caption: 'What the bench said, what the office had, and what may be done',
  },
  'panel-floor-claim': {
    show: 'floor',
    presses: ['floor-open', 'claim-LLP0002516'],
    caption: 'Work that a silent bench holds is freed, for a reason',
  },
} as const satisfies Record<string, PanelMoment>

export type PanelName = keyof typeof PANEL_MOMENTS
