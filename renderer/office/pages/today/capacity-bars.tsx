import { Link } from 'wouter'
import { Icon } from '../../../components/icon.tsx'
import { cubicMetres, wholeKilograms } from '../../../format/weight.ts'
import { Section } from '../../components/page.tsx'
import { useText } from '../../text/text.ts'
import classes from './capacity-bars.module.css'
import { dayWords, shareWords } from './day-words.ts'
import { fillOf, tighterOf } from './fill.ts'
import { Legend } from './legend.tsx'
import { StackedBar } from './stacked-bar.tsx'
import type { PartOf } from './use-today.ts'

type Props = { capacity: PartOf<'capacity'>; today: string }
type Slot = Props['capacity']['slots'][number]

/** How full the next days are: packed, reserved and free of each region's limit. */
export function CapacityBars({ capacity: { days, slots, closed }, today }: Props) {
  const { say, language } = useText()
  const regions = new Map(slots.map(({ region, regionName }) => [region, regionName]))
  const shown = days.filter((day) => slots.some(({ deliveryDate }) => deliveryDate === day))
  return (
    <Section title={say('today.capacity')}>
      {slots.length === 0 ? (
        <p>
          {say('today.capacity-none')}{' '}
          <Link href="~/capacity">{say('today.capacity-none-do')}</Link>
        </p>
      ) : (
        <>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">{say('today.capacity-region')}</th>
                {shown.map((day) => (
                  <th key={day} scope="col">
                    {dayWords(day, today, { say, language })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...regions].map(([region, name]) => (
                <tr key={region}>
                  <th scope="row">{name}</th>
                  {shown.map((day) => (
                    <td key={day}>
                      <SlotBar
                        slot={slots.find((one) => isOf(one, region, day))}
                        isClosed={closed.some((one) => isOf(one, region, day))}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <Legend names={['packed', 'reserved', 'free']} />
        </>
      )}
    </Section>
  )
}

function isOf(one: { region: string; deliveryDate: string }, region: string, day: string) {
  return one.region === region && one.deliveryDate === day
}

function SlotBar({ slot, isClosed }: { slot: Slot | undefined; isClosed: boolean }) {
  const { say, language } = useText()
  if (slot === undefined) {
    const why = isClosed ? 'capacity.no-delivery' : 'today.capacity-no-limit'
    return <span className={classes['none']}>{say(why)}</span>
  }
  const reserved = { weightGrams: slot.reservedWeightGrams, volumeCm3: slot.reservedVolumeCm3 }
  const fill = fillOf(slot, reserved)
  const isOver = fill > 1
  const isShut = slot.maxWeightGrams === 0 && fill === 0
  const packed = packedShare(slot, reserved)
  const label = say('today.capacity-of', {
    region: slot.regionName,
    day: slot.deliveryDate,
    kg: wholeKilograms(slot.reservedWeightGrams, language),
    maxKg: wholeKilograms(slot.maxWeightGrams, language),
    m3: cubicMetres(slot.reservedVolumeCm3, language),
    maxM3: cubicMetres(slot.maxVolumeCm3, language),
    packedKg: wholeKilograms(slot.packedWeightGrams, language),
  })
  return (
    <Link href={slotLink(slot)} className={classes['slot']} title={label} data-over={isOver}>
      <StackedBar
        label={label}
        parts={
          isOver
            ? [{ tone: 'over', share: 1 }]
            : [
                { tone: 'packed', share: packed },
                { tone: 'reserved', share: fill - packed },
              ]
        }
      />
      <span className={classes['share']}>
        {isOver && <Icon name="warning" size="0.875rem" />}
        {isShut ? say('today.capacity-closed') : shareWords(fill, language)}
        {isOver && ` ${say('today.capacity-over')}`}
      </span>
    </Link>
  )
}

/** The calendar with that day's form. */
function slotLink({ region, deliveryDate }: Slot): string {
  const day = encodeURIComponent(deliveryDate)
  return `~/capacity?from=${day}&at=${encodeURIComponent(region)}&day=${day}`
}

/** Of the measure that says how full the day is; never more than what is reserved. */
function packedShare(slot: Slot, reserved: { weightGrams: number; volumeCm3: number }): number {
  const isByVolume = tighterOf(slot, reserved) === 'volume'
  const [packed, max, held] = isByVolume
    ? [slot.packedVolumeCm3, slot.maxVolumeCm3, reserved.volumeCm3]
    : [slot.packedWeightGrams, slot.maxWeightGrams, reserved.weightGrams]
  return max > 0 ? Math.min(packed, held) / max : 0
}
