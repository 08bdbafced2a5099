import { UNPACKED_STATES } from '#contract/orders/unpacked-states.ts'
import type { IconName } from '../../../../components/icon.tsx'
import { Meter } from '../../../../components/meter.tsx'
import { shareOf } from '../../../../format/weight.ts'
import type { CallAnswer } from '../../../api.ts'
import { Mark } from '../../../components/order-state.tsx'
import { useAmounts } from '../../../components/use-amounts.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { useVolume } from '../use-volume.ts'

export type ShownLoad = CallAnswer<'GET /v1/loads'>['items'][number]
export type LoadingList = CallAnswer<'GET /v1/loads/{number}/loading-list'>
export type ListedUnit = LoadingList['units'][number]

const STATES = ['open', 'claimed', 'confirmed', 'departed'] as const
type Status = (typeof STATES)[number]

const LOOKS = {
  open: ['plain', 'list'],
  claimed: ['busy', 'hand'],
  confirmed: ['good', 'lock'],
  departed: ['good', 'truck'],
} as const satisfies Record<Status, readonly [string, IconName]>

export function isLoadStatus(text: string): text is Status {
  return STATES.some((state) => state === text)
}

/** Stops that nothing can go to yet: their goods are still on the floor. */
export function stopsNotPacked({ stops }: Pick<LoadingList, 'stops'>): LoadingList['stops'] {
  return stops.filter(({ status }) => UNPACKED_STATES.includes(status))
}

/** How many orders of a load are still on the floor; nothing where all are packed. */
export function NotPacked({ count }: { count: number }) {
  const { say } = useText()
  if (count === 0) return null
  return <span className={classes['wrong']}>{say('load.not-packed', { count })}</span>
}

/** Where a load stands. */
export function LoadState({ status }: { status: string }) {
  const { say } = useText()
  if (!isLoadStatus(status)) return status
  const [tone, icon] = LOOKS[status]
  return <Mark tone={tone} icon={icon} text={say(`load.state.${status}`)} />
}

type Limits = { vehicle: ShownLoad['vehicle'] }
/** What is measured on board, and what it comes to once all of it is. */
type Figures<Measured extends string, Expected extends string> = Limits &
  Record<Measured, number> & { [E in Expected]?: number | undefined }

export function WeightBar(props: Figures<'weightGrams', 'expectedGrams'>) {
  const { kg } = useAmounts()
  const { vehicle, weightGrams, expectedGrams = weightGrams } = props
  const whole = vehicle.maxWeightGrams
  return <Bar part={weightGrams} expected={expectedGrams} whole={whole} write={kg} />
}

export function VolumeBar(props: Figures<'volumeCm3', 'expectedCm3'>) {
  const m3 = useVolume()
  const { vehicle, volumeCm3, expectedCm3 = volumeCm3 } = props
  return <Bar part={volumeCm3} expected={expectedCm3} whole={vehicle.maxVolumeCm3} write={m3} />
}

type BarProps = { part: number; expected: number; whole: number; write: (n: number) => string }

function Bar({ part, expected, whole, write }: BarProps) {
  const { say } = useText()
  const words = say('load.of', { part: write(part), whole: write(whole) })
  const isOver = part > whole
  const willBeOver = expected > whole
  return (
    <span className={classes['progress']}>
      <Meter share={shareOf(part, whole)} tone={isOver ? 'wrong' : 'accent'} label={words} />
      <span className={classes[isOver ? 'wrong' : 'soft']}>{words}</span>
      {expected > part && (
        <span className={classes[willBeOver ? 'wrong' : 'soft']}>
          {say('load.expected', { amount: write(expected) })}
        </span>
      )}
    </span>
  )
}
