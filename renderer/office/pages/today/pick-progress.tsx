import { Section } from '../../components/page.tsx'
import { useText } from '../../text/text.ts'
import { dayWords, numberWords } from './day-words.ts'
import { Legend } from './legend.tsx'
import { StackedBar } from './stacked-bar.tsx'
import classes from './today.module.css'
import type { PartOf } from './use-today.ts'

type Props = { progress: PartOf<'progress'>; today: string }

/** How far picking, packing and loading are, by region, for today and the next day. */
export function PickProgress({ progress, today }: Props) {
  const { say, language } = useText()
  return (
    <Section title={say('today.progress')}>
      {progress.length === 0 && <p className={classes['soft']}>{say('today.progress-none')}</p>}
      <ul className={classes['rows']}>
        {progress.map((row) => {
          const { region, regionName, deliveryDate, orders, lines, picked, packed, loaded } = row
          const figures = say('today.progress-figures', {
            picked: numberWords(picked, language),
            lines: numberWords(lines, language),
            packed: numberWords(packed, language),
            loaded: numberWords(loaded, language),
          })
          return (
            <li key={`${region ?? ''} ${deliveryDate}`} className={classes['block']}>
              <p className={classes['row']}>
                <b>
                  {regionName ?? say('today.counter')} ·{' '}
                  {dayWords(deliveryDate, today, { say, language })}
                </b>
                <span className={classes['soft']}>
                  {say('today.progress-orders', { count: orders })}
                </span>
              </p>
              <StackedBar
                label={figures}
                parts={[
                  { tone: 'loaded', share: loaded / lines },
                  { tone: 'packed', share: Math.max(0, packed - loaded) / lines },
                  { tone: 'picked', share: Math.max(0, picked - Math.max(packed, loaded)) / lines },
                ]}
              />
              <p className={classes['soft']} data-testid={`progress-${region ?? 'counter'}`}>
                {figures}
              </p>
            </li>
          )
        })}
      </ul>
      {progress.length > 0 && <Legend names={['loaded', 'packed', 'picked']} />}
    </Section>
  )
}
