import { Link } from 'wouter'
import { Icon, type IconName } from '../../../components/icon.tsx'
import { cubicMetres, wholeKilograms } from '../../../format/weight.ts'
import { Section } from '../../components/page.tsx'
import { useText } from '../../text/text.ts'
import { dayWords, shareWords } from './day-words.ts'
import { fillOf } from './fill.ts'
import classes from './day-loads.module.css'
import { StackedBar } from './stacked-bar.tsx'
import type { PartOf } from './use-today.ts'

type Props = { loads: PartOf<'loads'>; today: string }
type Load = Props['loads'][number]

const ICONS: Record<Load['status'], IconName> = {
  open: 'list',
  claimed: 'pallet',
  confirmed: 'check',
  departed: 'truck',
}

/** The vehicles of the next days that have any, and how full each is. */
export function DayLoads({ loads, today }: Props) {
  const { say } = useText()
  return (
    <Section title={say('today.loads')}>
      {loads.length === 0 && <p className={classes['soft']}>{say('today.loads-none')}</p>}
      <ul className={classes['loads']}>
        {loads.map((load) => (
          <LoadCard key={load.number} load={load} today={today} />
        ))}
      </ul>
    </Section>
  )
}

function LoadCard({ load, today }: { load: Load; today: string }) {
  const { say, language } = useText()
  const { number, region, deliveryDate, status, plate, units, weightGrams, volumeCm3 } = load
  const fill = fillOf(load, { weightGrams, volumeCm3 })
  const isOver = fill > 1
  const expected = { weightGrams: load.expectedGrams, volumeCm3: load.expectedCm3 }
  const expectedFill = fillOf(load, expected)
  const isMore = load.expectedGrams > weightGrams || load.expectedCm3 > volumeCm3
  const words = say('today.load-fill', {
    kg: wholeKilograms(weightGrams, language),
    maxKg: wholeKilograms(load.maxWeightGrams, language),
    m3: cubicMetres(volumeCm3, language),
    maxM3: cubicMetres(load.maxVolumeCm3, language),
  })
  return (
    <li className={classes['load']}>
      <p className={classes['row']}>
        <Link href={`~/picking/loads/${encodeURIComponent(number)}`}>
          <b>{number}</b>
        </Link>
        <span className={classes['status']} data-status={status}>
          <Icon name={ICONS[status]} size="1rem" /> {say(`today.load-status.${status}`)}
        </span>
      </p>
      <p className={classes['soft']}>
        {region} · {dayWords(deliveryDate, today, { say, language })} · {plate}
      </p>
      <StackedBar
        label={words}
        parts={[
          { tone: isOver ? 'over' : 'picked', share: Math.min(1, fill) },
          { tone: 'expected', share: Math.min(1, expectedFill) - Math.min(1, fill) },
        ]}
      />
      <p className={classes['row']}>
        <span>
          <b>{shareWords(fill, language)}</b> {isOver && say('today.capacity-over')}
        </span>
        <span className={classes['soft']}>{say('today.load-units', { count: units })}</span>
      </p>
      <p className={classes['soft']}>{words}</p>
      {isMore && (
        <p className={classes['soft']} data-over={expectedFill > 1}>
          {say('today.load-expected', {
            share: shareWords(expectedFill, language),
            kg: wholeKilograms(load.expectedGrams, language),
            m3: cubicMetres(load.expectedCm3, language),
          })}
        </p>
      )}
    </li>
  )
}
