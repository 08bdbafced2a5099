const dates = new Map<string, Intl.DateTimeFormat>()
const numbers = new Map<string, Intl.NumberFormat>()

/**
 * A formatter, made once: making one takes a hundred times as long as using it, and the screens ask at
 * every scan. There are as many as languages, places and shapes that screens show, which is few.
 */
export function dateFormat(
  language: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const kept = dates.get(key) ?? new Intl.DateTimeFormat(language, options)
  dates.set(key, kept)
  return kept
}

/** The same for numbers. */
export function numberFormat(
  language: string,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const kept = numbers.get(key) ?? new Intl.NumberFormat(language, options)
  numbers.set(key, kept)
  return kept
}
