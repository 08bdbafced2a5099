import type { RefusalView } from '#contract/rpc/refusal-view.ts'
import { Icon } from '../../components/icon.tsx'
import { clockTime } from '../../format/day.ts'
import { useText } from '../../text/text.ts'
import { didWords, whyWords } from './queue-words.ts'
import own from './refusals-panel.module.css'

/** What was refused, why, by whom and when. */
export function RefusalWords({ refusal, timezone }: { refusal: RefusalView; timezone: string }) {
  const { say } = useText()
  const { operatorId, code, detail } = refusal
  const why = whyWords({ code, detail }, say) ?? ''
  const name = operatorId ?? say('refusals.nobody')
  const time = clockTime(Date.parse(refusal.at), timezone)
  return (
    <span className={own['words']}>
      <b>{didWords(refusal, say)}</b>
      <span className={own['why']}>
        <Icon name="cross" size="1.5rem" />
        <span>{why.charAt(0).toUpperCase() + why.slice(1)}</span>
      </span>
      <span className={own['who']}>{say('refusals.who', { name, time })}</span>
    </span>
  )
}
