import { Link } from 'wouter'
import type { CallAnswer } from '../../../api.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'

type Unlisted = CallAnswer<'GET /v1/picking-days/{deliveryDate}'>['unlisted']

/** Orders on no list, each with why. */
export function UnlistedOrders({ orders }: { orders: Unlisted }) {
  const { say } = useText()
  return (
    <ul>
      {orders.map(({ orderNumber, why, because }) => (
        <li key={orderNumber}>
          <Link href={`~/orders/${orderNumber}`}>{orderNumber}</Link>{' '}
          {because === null || why !== 'blocked'
            ? say(`pick.unlisted.${why}`)
            : say('pick.unlisted.because', { because })}
        </li>
      ))}
    </ul>
  )
}

/** What the lists of the day leave out; it opens on a click. */
export function UnlistedNotice({
  day,
}: {
  day: CallAnswer<'GET /v1/picking-days/{deliveryDate}'>
}) {
  const { say } = useText()
  const count = day.ready + day.waiting
  if (count === 0) return null
  return (
    <details className={classes['notice']}>
      <summary>{say('pick.unlisted', { count })}</summary>
      <UnlistedOrders orders={day.unlisted} />
    </details>
  )
}
