import { UnstyledButton } from '@mantine/core'
import { Icon } from '../components/icon.tsx'
import { Meter } from '../components/meter.tsx'
import { pressed } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './trouble-strip.module.css'
import { TROUBLE_ICONS } from './trouble-card.tsx'
import { troubleWords } from './trouble-words.ts'
import type { Trouble } from './trouble.ts'

/** The worst trouble in two lines over the work; a touch says all of it. */
export function TroubleStrip({
  troubles,
  onOpen,
}: {
  troubles: readonly Trouble[]
  onOpen: () => void
}) {
  const { say, language } = useText()
  const shown = troubles.filter(({ hasStrip }) => hasStrip)
  const [worst] = shown
  if (worst === undefined) return null
  const words = troubleWords(worst, say, language)
  const more = shown.length - 1
  return (
    <UnstyledButton
      className={css['strip']}
      data-tone={worst.tone}
      data-trouble={worst.name}
      data-testid="trouble-strip"
      onClick={pressed(onOpen)}
    >
      <Icon name={TROUBLE_ICONS[worst.tone]} size="2.25rem" />
      <span className={css['words']}>
        <b>{words.title}</b>
        <span>{worst.tone === 'info' ? words.say : words.next}</span>
      </span>
      {worst.share !== null && (
        <span className={css['meter']}>
          <Meter share={worst.share} tone="accent" label={words.say} />
        </span>
      )}
      {more > 0 && <b className={css['more']}>{say('trouble.more', { count: more })}</b>}
      <Icon name="next" size="1.75rem" />
    </UnstyledButton>
  )
}
