import { createContext, use } from 'react'
import type { Sounds } from '../sound/sounds.ts'

export const SoundsContext = createContext<Sounds | null>(null)

export function useSounds(): Sounds {
  const sounds = use(SoundsContext)
  if (sounds === null) throw new Error('screens live inside SoundsContext')
  return sounds
}
