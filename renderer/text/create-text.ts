import { changeLanguage, init, use } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { LANGUAGES, keepLanguage, type Language } from './language.ts'

type WithoutPlural<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key

/** Every text of a catalogue, without the plural endings that i18next adds by itself. */
export type KeyOf<Catalogue> = WithoutPlural<keyof Catalogue & string>

export type TextValues = Record<string, string | number>

/** Finds a text in the language of the screen and fills it. */
export type SayOf<Catalogue> = (key: KeyOf<Catalogue>, values?: TextValues) => string

/** The texts of one program: all its pages share one language. */
export function createText<Catalogue extends Record<string, string>>(texts: {
  en: Catalogue
  nl: Record<keyof Catalogue, string>
}) {
  async function startText(language: Language): Promise<void> {
    use(initReactI18next)
    await init({
      lng: language,
      fallbackLng: 'en',
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      resources: { en: { translation: texts.en }, nl: { translation: texts.nl } },
    })
    document.documentElement.lang = language
  }

  /** Texts for a component; it draws again when the language changes. */
  function useText() {
    const { t, i18n } = useTranslation()
    const language = LANGUAGES.find((known) => known === i18n.language) ?? 'en'
    // The library's own types would work out every text there is; the keys are checked here.
    const find = t as (key: string, values: TextValues) => string
    const say: SayOf<Catalogue> = (key, values) => find(key, values ?? {})
    return {
      say,
      language,
      choose: (next: Language) => {
        keepLanguage(localStorage, next)
        document.documentElement.lang = next
        void changeLanguage(next)
      },
    }
  }

  /** True when there is a text of that name, for names that come from elsewhere. */
  function isTextKey(key: string): key is KeyOf<Catalogue> {
    return key in texts.en || `${key}_other` in texts.en
  }

  return { startText, useText, isTextKey }
}
