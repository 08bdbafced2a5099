export const LANGUAGES = ['en', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

const STORAGE_KEY = 'loadline.language'

/** The language chosen on this bench before, else the browser's own where there is one, else English. */
export function initialLanguage(kept: string | null, browser: readonly string[]): Language {
  const chosen = LANGUAGES.find((language) => language === kept)
  if (chosen !== undefined) return chosen
  for (const tag of browser) {
    const language = LANGUAGES.find((known) => tag.toLowerCase().startsWith(known))
    if (language !== undefined) return language
  }
  return 'en'
}

export function readKeptLanguage(storage: Storage): string | null {
  return storage.getItem(STORAGE_KEY)
}

export function keepLanguage(storage: Storage, language: Language): void {
  storage.setItem(STORAGE_KEY, language)
}
