import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { useText } from '../text/text.ts'
import classes from './order-state.module.css'

type Tone = 'plain' | 'busy' | 'good' | 'warn' | 'wrong' | 'off'

const LOOKS: Readonly<Record<OrderStatus, [tone: Tone, icon: IconName]>> = {
  PENDING_PAYMENT: ['warn', 'clock'],
  CONFIRMED: ['plain', 'list'],
  IN_PROGRESS: ['busy', 'hand'],
  PICKED: ['busy', 'carton'],
  PACKED: ['busy', 'pallet'],
  LOADED: ['busy', 'truck'],
  OUT_FOR_DELIVERY: ['busy', 'truck'],
  DELIVERED: ['good', 'check'],
  COMPLETED: ['good', 'check'],
  ON_HOLD: ['warn', 'warning'],
  DELIVERY_FAILED: ['warn', 'warning'],
  CANCELLED: ['off', 'cross'],
}

/** Where an order stands, as an icon and a word. */
export function OrderState({ status }: { status: OrderStatus }) {
  const { say } = useText()
  const [tone, icon] = LOOKS[status]
  return (
    <span className={classes['state']} data-tone={tone}>
      <Icon name={icon} size="1rem" />
      {say(`order-state.${status}`)}
    </span>
  )
}

/** Something that people must notice, in the look of a state. */
export function Mark({ tone, icon, text }: { tone: Tone; icon: IconName; text: string }) {
  return (
    <span className={classes['state']} data-tone={tone}>
      <Icon name={icon} size="1rem" />
      {text}
    </span>
  )
}
