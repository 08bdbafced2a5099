import { PANEL_MOMENTS } from '../../renderer/testing/panel-moments.ts'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import { CAPTIONS } from './captions.ts'

export const THEMES = ['light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** One state in the screen book: its name, the sample under it and the line below its pictures. */
export type BookPage = { name: string; show: SampleName; caption: string }

/** Every state of a bench in the order of the captions, then what opens over it. */
export function bookPages(): BookPage[] {
  const states = (Object.entries(CAPTIONS) as [SampleName, string][]).map(([name, caption]) => {
    return { name, show: name, caption }
  })
  const panels = Object.entries(PANEL_MOMENTS).map(([name, { show, caption }]) => {
    return { name, show, caption }
  })
  return [...states, ...panels]
}
