import { Link } from 'wouter'
import { Loading } from '../../../components/loading.tsx'
import { Page } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { Mark, OrderState } from '../../../components/order-state.tsx'
import { InWarehouse } from '../../../components/zone.tsx'
import { useText } from '../../../text/text.ts'
import { ChangeMenu } from '../change/change-menu.tsx'
import { OrderActions } from './order-actions.tsx'
import { OrderHead } from './order-head.tsx'
import { OrderLines } from './order-lines.tsx'
import classes from './order.module.css'
import { OrderShipments } from './order-shipments.tsx'
import { OrderTimeline } from './order-timeline.tsx'
import { OrderUnits } from './order-units.tsx'
import { useOrder } from './use-order.ts'

/** Everything the office knows of one order, and what may be done to it. */
export function OrderPage({ orderNumber }: { orderNumber: string }) {
  const { say } = useText()
  const { data: order, error } = useOrder(orderNumber)
  const back = (
    <Link className={classes['back']} href="/">
      ‹ {say('order.all')}
    </Link>
  )
  if (order === undefined) {
    return (
      <Page title={orderNumber} lead={back}>
        {error === null ? <Loading /> : <ProblemNotice error={error} />}
      </Page>
    )
  }
  const lead = (
    <span className={classes['lead']}>
      {back}
      <span className={classes['states']}>
        <OrderState status={order.status} />
        {order.isBlocked && <Mark tone="wrong" icon="lock" text={say('orders.stopped')} />}
        {order.isBackordered && <Mark tone="warn" icon="clock" text={say('orders.waiting-only')} />}
      </span>
    </span>
  )
  return (
    <InWarehouse code={order.warehouse}>
      <Page title={orderNumber} lead={lead} actions={<ChangeMenu order={order} />}>
        <OrderHead order={order} />
        <OrderLines order={order} />
        <OrderUnits order={order} />
        <div className={classes['columns']}>
          <OrderTimeline order={order} />
          <div className={classes['column']}>
            <OrderActions order={order} />
            <OrderShipments order={order} />
          </div>
        </div>
      </Page>
    </InWarehouse>
  )
}
