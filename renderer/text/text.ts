import { createText, type KeyOf, type SayOf } from './create-text.ts'
import { en } from './en.ts'
import type { Language } from './language.ts'
import { nl } from './nl.ts'

export type { TextValues } from './create-text.ts'
export type TextKey = KeyOf<typeof en>
export type Say = SayOf<typeof en>
export type TextTools = { say: Say; language: Language; choose: (language: Language) => void }

/** The texts of a bench's screen. */
export const { startText, useText, isTextKey } = createText({ en, nl })
