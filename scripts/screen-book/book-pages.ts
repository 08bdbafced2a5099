import {
  type AwayMoment,
  FIRST_RUN_MOMENTS,
  PRACTICE_MOMENTS,
} from '../../renderer/testing/away-moments.ts'
import { PANEL_MOMENTS, type PanelMoment } from '../../renderer/testing/panel-moments.ts'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import { CAPTIONS } from './captions.ts'

export const THEMES = ['light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** One state in the screen book: its name, what is shown and touched, and the line below its pictures. */
export type BookPage = { name: string; away: AwayMoment | null } & PanelMoment

/** A new bench, its every state in the order of the captions, what opens over it, and practice. */
export function bookPages(): BookPage[] {
  const states = Object.entries(CAPTIONS) as [SampleName, string][]
  return [
    ...awayPages(FIRST_RUN_MOMENTS),
    ...states.map(([name, caption]) => ({ name, show: name, presses: [], caption, away: null })),
    ...Object.entries(PANEL_MOMENTS).map(([name, moment]) => ({ name, ...moment, away: null })),
    ...awayPages(PRACTICE_MOMENTS),
  ]
}

function awayPages(moments: Readonly<Record<string, AwayMoment>>): BookPage[] {
  return Object.entries(moments).map(([name, away]) => {
    const { show, presses, caption } = away
    return { name, show, presses, caption, away }
  })
}
