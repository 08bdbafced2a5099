import type { Say } from '../text/text.ts'
import { ageWords } from './bar-words.ts'
import type { Trouble } from './trouble.ts'

export type TroubleWords = {
  title: string
  /** What happened. */
  say: string
  /** The one thing to do next. */
  next: string
  /** What nobody needs to worry about. */
  safe: string
}

/** A trouble in the language of the screen; large numbers are written as that language does. */
export function troubleWords({ name, values }: Trouble, say: Say, language: string): TroubleWords {
  const { offMs } = values
  const told = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, shown(key, value, language)]),
  )
  const spoken = typeof offMs === 'number' ? { ...told, age: ageWords(0, offMs, say) } : told
  return {
    title: say(`trouble.${name}.title`),
    say: say(`trouble.${name}.say`, spoken),
    next: say(`trouble.${name}.do`),
    safe: say(`trouble.${name}.safe`, spoken),
  }
}

/** `count` stays a number: the plural hangs on it. */
function shown(key: string, value: string | number, language: string): string | number {
  if (key === 'count' || typeof value === 'string') return value
  return new Intl.NumberFormat(language).format(value)
}
