import { clockTime, isSameDay, weekday } from '../../../format/day.ts'
import { CUT_OFF_SOON_MS } from '../../../format/age.ts'
import { Icon } from '../../../components/icon.tsx'
import { Section } from '../../components/page.tsx'
import { useText } from '../../text/text.ts'
import { leftWords } from './ages.ts'
import { dayInSentence } from './day-words.ts'
import classes from './today.module.css'
import type { PartOf } from './use-today.ts'

type Props = { cutOffs: PartOf<'cutOffs'>; today: string; nowMs: number }

/** How long each region still takes orders for its next day, by the office's clock. */
export function CutOffs({ cutOffs, today, nowMs }: Props) {
  const { say } = useText()
  return (
    <Section title={say('today.cut-offs')}>
      {cutOffs.length === 0 && <p className={classes['soft']}>{say('today.cut-offs-none')}</p>}
      <ul className={classes['rows']}>
        {cutOffs.map((cutOff) => (
          <CutOff key={cutOff.region} cutOff={cutOff} today={today} nowMs={nowMs} />
        ))}
      </ul>
    </Section>
  )
}

type CutOffProps = { cutOff: Props['cutOffs'][number]; today: string; nowMs: number }

function CutOff({ cutOff, today, nowMs }: CutOffProps) {
  const { say, language } = useText()
  const { regionName, cutOffAt, deliveryDate, timezone } = cutOff
  const atMs = Date.parse(cutOffAt)
  const isSoon = atMs - nowMs <= CUT_OFF_SOON_MS
  const clock = clockTime(atMs, timezone)
  const time = isSameDay(atMs, nowMs, timezone)
    ? clock
    : `${weekday(atMs, timezone, language)} ${clock}`
  const when =
    deliveryDate === null
      ? say('today.cut-off-at-only', { time })
      : say('today.cut-off-at', {
          time,
          day: dayInSentence(deliveryDate, today, { say, language }),
        })
  return (
    <li className={classes['row']} data-soon={isSoon}>
      <span>
        {regionName} <span className={classes['soft']}>{when}</span>
      </span>
      <b className={classes['left']} role="timer">
        <Icon name={isSoon ? 'warning' : 'clock'} size="1rem" />
        {say('today.cut-off-in', { time: leftWords(atMs, nowMs, say) })}
        {isSoon && ` · ${say('today.cut-off-soon')}`}
      </b>
    </li>
  )
}
