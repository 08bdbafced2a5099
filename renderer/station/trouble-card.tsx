import { Icon, type IconName } from '../components/icon.tsx'
import { Meter } from '../components/meter.tsx'
import { useText } from '../text/text.ts'
import { LogOrder } from './log-order.tsx'
import { ParkedOrder } from './parked-order.tsx'
import css from './trouble-card.module.css'
import { troubleWords } from './trouble-words.ts'
import type { Trouble } from './trouble.ts'

export const TROUBLE_ICONS: Record<Trouble['tone'], IconName> = {
  stop: 'hand',
  warn: 'warning',
  info: 'clock',
}

/** One trouble in full: what happened, the one thing to do next, what is safe, and what can be done here. */
export function TroubleCard({ trouble }: { trouble: Trouble }) {
  const { say, language } = useText()
  const words = troubleWords(trouble, say, language)
  return (
    <section
      className={css['card']}
      data-tone={trouble.tone}
      data-testid={`trouble-${trouble.name}`}
      aria-label={words.title}
    >
      <h3 className={css['title']}>
        <Icon name={TROUBLE_ICONS[trouble.tone]} size="2.25rem" />
        {words.title}
      </h3>
      <p>{words.say}</p>
      {trouble.share !== null && <Meter share={trouble.share} tone="accent" label={words.say} />}
      <p className={css['do']}>
        <Icon name="next" />
        <span>{words.next}</span>
      </p>
      <p className={css['safe']}>
        <Icon name="check" />
        <span>{words.safe}</span>
      </p>
      {trouble.actions.includes('new-log') && <LogOrder order="new-log" />}
      {trouble.actions.includes('seen') && <LogOrder order="seen" />}
      {trouble.actions.includes('parked') && <ParkedOrder />}
    </section>
  )
}
