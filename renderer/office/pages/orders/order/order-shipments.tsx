import { useQuery } from '@tanstack/react-query'
import { addressOf, call } from '../../../api.ts'
import { Section } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useFormats } from '../../../components/use-formats.ts'
import { isTextKey, useText } from '../../../text/text.ts'
import classes from './order.module.css'
import type { Order } from './use-order.ts'

/** What couriers said of it, and who signed. */
export function OrderShipments({ order }: { order: Order }) {
  const { say } = useText()
  return (
    <Section title={say('order.shipments')}>
      {order.shipments.map(({ id }) => (
        <Shipment key={id} id={id} />
      ))}
    </Section>
  )
}

function Shipment({ id }: { id: string }) {
  const { say } = useText()
  const formats = useFormats()
  const { data, error } = useQuery({
    queryKey: ['orders', 'shipment', id],
    queryFn: () => call('GET /v1/shipments/{id}', { params: { id } }),
  })
  if (data === undefined) return <ProblemNotice error={error} />
  const wordOf = (status: string) => {
    const key = `shipment.status.${status}`
    return isTextKey(key) ? say(key) : status
  }
  const { events, proof, status } = data
  return (
    <>
      <p>
        <strong>{wordOf(status)}</strong>
        {events.length === 0 && proof === null && (
          <span className={classes['soft']}> · {say('shipment.nothing')}</span>
        )}
      </p>
      <ol className={classes['timeline']}>
        {events.toReversed().map((event) => (
          <li key={`${event.receivedAt} ${event.status} ${event.occurredAt}`}>
            <p>{say('shipment.heard', { who: event.writtenBy, status: wordOf(event.status) })}</p>
            <p className={classes['soft']}>
              {formats.time(event.occurredAt)} · {say(`shipment.became.${event.became}`)}
            </p>
          </li>
        ))}
      </ol>
      {proof !== null && (
        <figure className={classes['proof']}>
          <img
            src={addressOf('/v1/shipments/{id}/proof/signature', { id })}
            alt={say('shipment.signature', { name: proof.signedBy })}
          />
          <figcaption>
            {say('shipment.proof', { name: proof.signedBy, when: formats.time(proof.signedAt) })}
          </figcaption>
        </figure>
      )}
    </>
  )
}
