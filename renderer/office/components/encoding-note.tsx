import type { DecodedText } from '#contract/decode-text.ts'
import { useText } from '../text/text.ts'
import { tellingWords } from './telling-words.ts'
import classes from './encoding-note.module.css'

const WORDS_SHOWN = 5

/** How a file was read whose encoding had to be guessed, with words that show whether that was right. */
export function EncodingNote({ text, encoding }: DecodedText) {
  const { say } = useText()
  if (encoding !== 'windows-1252') return null
  return (
    <div role="status" className={classes['note']}>
      <p>{say('rows.windows')}</p>
      <p className={classes['words']}>{tellingWords(text, WORDS_SHOWN).join(' · ')}</p>
    </div>
  )
}
