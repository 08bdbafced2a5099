import type { IconName } from '../../../../components/icon.tsx'
import { Mark } from '../../../components/order-state.tsx'
import { useTimes } from '../../../components/use-times.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import type { ShownList } from '../progress.ts'

export const LIST_STATES = ['open', 'claimed', 'done', 'cancelled'] as const
type ListStatus = (typeof LIST_STATES)[number]

const LOOKS = {
  open: ['plain', 'list'],
  claimed: ['busy', 'hand'],
  done: ['good', 'check'],
  cancelled: ['off', 'cross'],
} as const satisfies Record<ListStatus, readonly [string, IconName]>

export function isListStatus(text: string): text is ListStatus {
  return LIST_STATES.some((state) => state === text)
}

/** Where a list stands. */
export function ListState({ status }: { status: string }) {
  const { say } = useText()
  if (!isListStatus(status)) return status
  const [tone, icon] = LOOKS[status]
  return <Mark tone={tone} icon={icon} text={say(`pick.state.${status}`)} />
}

type Held = Pick<ShownList, 'heldBy'> & { status: string }

/** True while a bench has it in hand: what is done keeps its bench's name, and nobody holds it any more. */
export function isInHand({ heldBy, status }: Held): boolean {
  return heldBy !== null && status === 'claimed'
}

/** Which bench has it, who works there, since when, and when the bench was heard of last. */
export function HolderWords({ heldBy, status }: Held) {
  const { say } = useText()
  const { short } = useTimes()
  if (heldBy === null) return <span className={classes['soft']}>–</span>
  const { station, stationId, operator, since, stationOnline, stationRevoked, lastSeenAt } = heldBy
  return (
    <span>
      <span data-station={stationId}>
        {operator === null ? station : say('pick.holder', { station, operator })}
      </span>
      {isInHand({ heldBy, status }) && (
        <>
          <br />
          <span className={classes['soft']}>{say('pick.since', { time: short(since) })}</span>
        </>
      )}
      {stationRevoked && <span className={classes['wrong']}> · {say('pick.gone')}</span>}
      {!stationRevoked && !stationOnline && lastSeenAt !== null && (
        <span className={classes['wrong']}>
          {' '}
          · {say('pick.silent', { time: short(lastSeenAt) })}
        </span>
      )}
    </span>
  )
}
