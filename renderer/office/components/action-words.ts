import { enRecords } from '../../text/en-records.ts'
import { nlRecords } from '../../text/nl-records.ts'

/** What a bench did, in a few words; a type that this page does not know by its name. */
export function actionWords(type: string, language: 'en' | 'nl'): string {
  const words: Readonly<Record<string, string>> = language === 'nl' ? nlRecords : enRecords
  return words[`action.${type}`] ?? type
}
