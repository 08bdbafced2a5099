import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useAddress } from '../../components/use-address.ts'
import { type Amounts, useAmounts } from '../../components/use-amounts.ts'
import { type Say, useText } from '../../text/text.ts'
import type { StoredRegion } from './capacity-data.ts'
import classes from './capacity.module.css'
import { dayState, type DayState, type Slot } from './plan-days.ts'

type Props = {
  region: StoredRegion
  day: string
  isPast: boolean
  slot: Slot | undefined
}

/** One day of one region; a click opens it. */
export function DayCell({ region, day, isPast, slot }: Props) {
  const { say } = useText()
  const { set } = useAddress()
  const amounts = useAmounts()
  const state = dayState(region, day, slot)
  const words = stateWords(state, slot, { say, amounts })
  return (
    <td className={classes['cell']} data-state={state} data-past={isPast || undefined}>
      <UnstyledButton
        className={classes['open']}
        onClick={() => set({ at: region.code, day, do: '' })}
      >
        <VisuallyHidden>
          {say('capacity.cell', { region: region.name, day: amounts.dayLong(day) })}{' '}
        </VisuallyHidden>
        <span className={classes['words']}>{words}</span>
        {slot !== undefined && (
          <>
            <Bar
              max={slot.maxWeightGrams}
              reserved={slot.reservedWeightGrams}
              packed={slot.packedWeightGrams}
            />
            <span className={classes['figures']}>
              {amounts.whole(slot.reservedWeightGrams / 1_000)} / {amounts.kg(slot.maxWeightGrams)}
            </span>
            <Bar
              max={slot.maxVolumeCm3}
              reserved={slot.reservedVolumeCm3}
              packed={slot.packedVolumeCm3}
            />
            <span className={classes['figures']}>
              {amounts.m3(slot.reservedVolumeCm3).replace(' m³', '')} /{' '}
              {amounts.m3(slot.maxVolumeCm3)}
            </span>
          </>
        )}
      </UnstyledButton>
    </td>
  )
}

/** What is packed, what is promised beside it, and what is free; all of it in red where the limit is passed. */
export function Bar({ max, reserved, packed }: { max: number; reserved: number; packed: number }) {
  const whole = Math.max(max, reserved, 1)
  const shown = Math.min(packed, reserved)
  return (
    <span className={classes['bar']} data-over={reserved > max || undefined} aria-hidden="true">
      <span className={classes['packed']} style={{ width: `${(100 * shown) / whole}%` }} />
      <span
        className={classes['promised']}
        style={{ width: `${(100 * (reserved - shown)) / whole}%` }}
      />
    </span>
  )
}

type Telling = { say: Say; amounts: Amounts }

/** The state of a day in a few words: what is free, or why nothing is. */
export function stateWords(
  state: DayState,
  slot: Slot | undefined,
  { say, amounts }: Telling,
): string {
  if (state === 'closed') return say('capacity.closed')
  if (state === 'no-delivery') return say('capacity.no-delivery')
  if (state === 'no-limit' || slot === undefined) return say('capacity.no-limit')
  if (state === 'full') return say('capacity.full')
  if (state === 'free') {
    return say('capacity.free', {
      amount: amounts.kg(slot.maxWeightGrams - slot.reservedWeightGrams),
    })
  }
  const overGrams = slot.reservedWeightGrams - slot.maxWeightGrams
  const amount =
    overGrams > 0 ? amounts.kg(overGrams) : amounts.m3(slot.reservedVolumeCm3 - slot.maxVolumeCm3)
  return say('capacity.over', { amount })
}
