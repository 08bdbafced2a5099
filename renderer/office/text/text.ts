import { createText, type KeyOf, type SayOf } from '../../text/create-text.ts'
import { en } from './en.ts'
import { nl } from './nl.ts'

export type TextKey = KeyOf<typeof en>
export type Say = SayOf<typeof en>

/** The texts of the office's pages. */
export const { startText, useText, isTextKey } = createText({ en, nl })
