import { changeLanguage, init, use } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { en } from './en.ts'
import { LANGUAGES, keepLanguage, type Language } from './language.ts'
import { nl } from './nl.ts'

/** Every text there is, without the plural endings that i18next adds by itself. */
export type TextKey = WithoutPlural<keyof typeof en>
type WithoutPlural<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key

export type TextValues = Record<string, string | number>

/** Finds a text in the language of the screen and fills it. */
export type Say = (key: TextKey, values?: TextValues) => string

export type TextTools = { say: Say; language: Language; choose: (language: Language) => void }

export async function startText(language: Language): Promise<void> {
  use(initReactI18next)
  await init({
    lng: language,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { en: { translation: en }, nl: { translation: nl } },
  })
  document.documentElement.lang = language
}

/** Texts for a component; it draws again when the language changes. */
export function useText(): TextTools {
  const { t, i18n } = useTranslation()
  const language = LANGUAGES.find((known) => known === i18n.language) ?? 'en'
  return {
    say: (key, values) => t(key, values ?? {}),
    language,
    choose: (next) => {
      keepLanguage(localStorage, next)
      document.documentElement.lang = next
      void changeLanguage(next)
    },
  }
}

/** True when there is a text of that name, for names that come from the host. */
export function isTextKey(key: string): key is TextKey {
  return key in en || `${key}_other` in en
}
