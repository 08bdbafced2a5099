import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Icon } from '../../../../components/icon.tsx'
import { useFormats } from '../../../components/use-formats.ts'
import { useRegionNames } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import classes from './order.module.css'
import { useSentences } from './use-sentences.ts'
import type { Order } from './use-order.ts'

/** Whose it is, where and when it goes, and what stops it. */
export function OrderHead({ order }: { order: Order }) {
  const { say } = useText()
  const formats = useFormats()
  const regionName = useRegionNames()
  const { shipTo } = order
  return (
    <>
      <WhatStopsIt order={order} />
      <dl className={classes['facts']}>
        <Fact title={say('order.customer')}>
          <strong>{shipTo.name}</strong>
          <br />
          {order.customerRef} ·{' '}
          <Link href={`/?q=${encodeURIComponent(order.customerRef)}`}>{say('order.others')}</Link>
        </Fact>
        <Fact title={say('order.ship-to')}>
          {shipTo.line1}
          <br />
          {shipTo.postalCode} {shipTo.city}, {shipTo.country}
        </Fact>
        <Fact title={say('order.leaves')}>
          <strong>
            {order.deliveryDate === null ? say('orders.no-day') : formats.day(order.deliveryDate)}
          </strong>
          <br />
          {order.region === null
            ? say('order.collected')
            : say('order.region', { region: regionName(order.region) })}
        </Fact>
        <Fact title={say('order.taken')}>
          {formats.time(order.createdAt)}
          <br />
          {say('order.version')} {order.version}
        </Fact>
      </dl>
    </>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Nobody should have to read the timeline to see why an order stands still. */
function WhatStopsIt({ order }: { order: Order }) {
  const { say } = useText()
  const formats = useFormats()
  const sentences = useSentences()
  const blockers = order.history.filter(
    ({ severity, closedAt }) => severity === 'blocking' && closedAt === null,
  )
  const waits = [
    ...(order.isBackordered ? [say('order.waits-goods')] : []),
    ...(order.status === 'PENDING_PAYMENT' && order.paymentDueAt !== null
      ? [say('order.waits-payment', { time: formats.time(order.paymentDueAt) })]
      : []),
    ...(order.status === 'ON_HOLD' && !order.isBackordered ? [say('order.waits-short')] : []),
    ...(order.status === 'DELIVERY_FAILED' ? [say('order.failed')] : []),
  ]
  return (
    <>
      {blockers.length > 0 && (
        <div className={classes['stopped']} role="status">
          <Icon name="lock" size="1.25rem" />
          <div>
            <strong>{say('order.stops')}</strong>
            <ul>
              {blockers.map((entry) => (
                <li key={entry.id}>{sentences.ofEntry(entry, order.history)}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {waits.map((text) => (
        <div key={text} className={classes['waiting']} role="status">
          <Icon name="clock" size="1.25rem" />
          <p>{text}</p>
        </div>
      ))}
    </>
  )
}
