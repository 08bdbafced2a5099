import { SegmentedControl } from '@mantine/core'
import { Link } from 'wouter'
import { addDays } from '#contract/orders/local-time.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Icon } from '../../../components/icon.tsx'
import { Section } from '../../components/page.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useText } from '../../text/text.ts'
import { dayWords, numberWords } from './day-words.ts'
import classes from './order-states.module.css'
import { ordersLink } from './links.ts'
import type { PartOf } from './use-today.ts'

/** Always shown, so that a state is found where it was. */
const USUAL: readonly OrderStatus[] = [
  'CONFIRMED',
  'IN_PROGRESS',
  'PICKED',
  'PACKED',
  'LOADED',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
]

/** Shown only where there are any: somebody must do something about them. */
const UNUSUAL: readonly OrderStatus[] = ['ON_HOLD', 'DELIVERY_FAILED', 'PENDING_PAYMENT']

/** States in which an order may be late; what is not paid waits for the customer. */
const LATE: readonly OrderStatus[] = [
  'CONFIRMED',
  'IN_PROGRESS',
  'PICKED',
  'PACKED',
  'LOADED',
  'OUT_FOR_DELIVERY',
  'ON_HOLD',
  'DELIVERY_FAILED',
]

/** What was completed had been delivered before. */
const statesOf = (status: OrderStatus): readonly OrderStatus[] =>
  status === 'DELIVERED' ? ['DELIVERED', 'COMPLETED'] : [status]

type Props = { orders: PartOf<'orders'>; today: string }

/** How many orders stand where, of all days or of one; each number leads to those orders. */
export function OrderStates({ orders, today }: Props) {
  const { say } = useText()
  const { get } = useAddress()
  const chosen = orders.days.find(({ deliveryDate }) => deliveryDate === get('day'))
  const counts = new Map((chosen?.counts ?? orders.all).map((one) => [one.status, one.count]))
  const countOf = (status: OrderStatus) =>
    statesOf(status).reduce((sum, one) => sum + (counts.get(one) ?? 0), 0)
  const shown = [...USUAL, ...UNUSUAL.filter((status) => countOf(status) > 0)]
  return (
    <Section title={say('today.orders')} actions={<DayChoice orders={orders} today={today} />}>
      {orders.late > 0 && (
        <p className={classes['late']}>
          <Icon name="warning" size="1.25rem" />
          <Link href={ordersLink({ states: LATE, to: addDays(today, -1) })}>
            {say('today.orders-late', { count: orders.late })}
          </Link>
        </p>
      )}
      <ul className={classes['states']}>
        {shown.map((status) => (
          <State
            key={status}
            status={status}
            count={countOf(status)}
            day={chosen?.deliveryDate ?? (status === 'DELIVERED' ? today : '')}
            note={status === 'DELIVERED' && chosen === undefined}
          />
        ))}
      </ul>
    </Section>
  )
}

type StateProps = { status: OrderStatus; count: number; day: string; note: boolean }

function State({ status, count, day, note }: StateProps) {
  const { say, language } = useText()
  const isUnusual = UNUSUAL.includes(status)
  return (
    <li className={classes['state']} data-unusual={isUnusual} data-empty={count === 0}>
      <Link
        href={ordersLink({ states: statesOf(status), from: day, to: day })}
        className={classes['link']}
      >
        <b className={classes['number']} data-testid={`orders-${status}`}>
          {numberWords(count, language)}
        </b>
        <span className={classes['name']}>
          {isUnusual && <Icon name="warning" size="1rem" />}
          {note ? say('today.orders-delivered') : say(`order-state.${status}`)}
        </span>
      </Link>
    </li>
  )
}

function DayChoice({ orders: { days }, today }: Props) {
  const { say, language } = useText()
  const { get, set } = useAddress()
  if (days.length === 0) return null
  const data = [
    { value: '', label: say('today.orders-all') },
    ...days.map(({ deliveryDate }) => ({
      value: deliveryDate,
      label: dayWords(deliveryDate, today, { say, language }),
    })),
  ]
  const value = data.some((one) => one.value === get('day')) ? get('day') : ''
  return (
    <SegmentedControl
      aria-label={say('today.orders-day')}
      size="sm"
      data={data}
      value={value}
      onChange={(day) => set({ day })}
    />
  )
}
