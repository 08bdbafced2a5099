import { useCallback, useRef, useState } from 'react'
import { COMMANDS, REASONS } from '#contract/barcode/loadline-code.ts'
import { CODE_SHEETS, type CodeSheetAnswer, type CodeSheetName } from '#contract/rpc/code-sheet.ts'
import { TouchButton } from '../../components/touch-button.tsx'
import type { StationClient } from '../../station-client.ts'
import { isTextKey, type Say, useText } from '../../text/text.ts'
import { SupervisorAsk } from '../supervisor-ask.tsx'
import { useSupervised, type Who } from '../use-supervised.ts'
import css from './panel.module.css'

/** Codes on labels, from the bench's own printer: a supervisor's badge is asked for. */
export function CodeSheets() {
  const { say } = useText()
  const wanted = useRef<{ sheet: CodeSheetName; words: Record<string, string> } | null>(null)
  const [answer, setAnswer] = useState<CodeSheetAnswer | null>(null)
  const work = useCallback(async (client: StationClient, who: Who): Promise<CodeSheetAnswer> => {
    const { sheet, words } = wanted.current ?? { sheet: 'commands' as const, words: {} }
    return client.printCodes({ ...who, sheet, words })
  }, [])
  const { start, ...supervised } = useSupervised(work, setAnswer)
  if (supervised.question !== null) return <SupervisorAsk {...supervised} />
  const print = (sheet: CodeSheetName) => () => {
    wanted.current = { sheet, words: wordsOf(say) }
    setAnswer(null)
    start()
  }
  return (
    <section data-testid="code-sheets">
      <h3 className={css['choiceTitle']}>{say('sheets.title')}</h3>
      <div className={css['sheets']}>
        {CODE_SHEETS.map((sheet) => (
          <TouchButton
            key={sheet}
            label={say(`sheets.sheet.${sheet}`)}
            icon="label"
            testId={`sheet-${sheet}`}
            onPress={print(sheet)}
          />
        ))}
      </div>
      <p className={css['detail']} role="status">
        {answer === null ? say('sheets.say') : answerWords(answer, say)}
      </p>
    </section>
  )
}

function answerWords(answer: CodeSheetAnswer, say: Say): string {
  if (!answer.accepted) return say(`close.trouble.${answer.trouble}`)
  if (answer.trouble !== null) return say(`sheets.trouble.${answer.trouble}`)
  return say('sheets.printing', { count: answer.labels })
}

/** What the screen calls commands and reasons; the label carries both that and the code's own word. */
function wordsOf(say: Say): Record<string, string> {
  const named = [
    ...COMMANDS.map((name) => [name, `cmd.${name}`] as const),
    ...REASONS.map(({ name }) => [name, `reason.${name}`] as const),
  ]
  return Object.fromEntries(
    named.flatMap(([name, key]) => (isTextKey(key) ? [[name, say(key)] as const] : [])),
  )
}
