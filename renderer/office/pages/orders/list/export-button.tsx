import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call } from '../../../api.ts'
import { saveFile, toCsv } from '../../../components/csv.ts'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useText, type Say } from '../../../text/text.ts'
import type { OrderQuery, OrderRow } from './use-orders.ts'

const PAGE_ORDERS = 500

/** All orders that fit the filters, not only those shown, as one CSV file; it may be stopped. */
export function ExportButton({ query }: { query: OrderQuery }) {
  const { say } = useText()
  const [count, setCount] = useState(0)
  const stopped = useRef(false)
  const exporting = useMutation({
    mutationFn: async () => {
      stopped.current = false
      setCount(0)
      const rows: OrderRow[] = []
      for await (const page of readPages(query)) {
        if (stopped.current) return
        rows.push(...page)
        setCount(rows.length)
      }
      saveFile('orders.csv', orderCsv(rows, say))
    },
  })
  const stop = () => {
    stopped.current = true
  }
  if (exporting.isPending) {
    return (
      <Button variant="default" onClick={stop}>
        <span role="status">{say('orders.export-part', { count })}</span>
        &nbsp;{say('orders.export-stop')}
      </Button>
    )
  }
  return (
    <>
      <Button variant="default" onClick={() => exporting.mutate()}>
        {say('table.export')}
      </Button>
      <ProblemNotice error={exporting.error} />
    </>
  )
}

async function* readPages(query: OrderQuery) {
  let after: string | undefined
  do {
    const page = await call('GET /v1/orders', { query: { ...query, after, limit: PAGE_ORDERS } })
    yield page.items
    after = page.next ?? undefined
  } while (after !== undefined)
}

function orderCsv(rows: readonly OrderRow[], say: Say): string {
  const yesNo = (is: boolean) => say(is ? 'orders.yes' : 'orders.no')
  const head = [
    say('orders.number'),
    say('orders.state'),
    say('orders.ref'),
    say('orders.customer'),
    say('orders.col.address'),
    say('orders.col.postal-code'),
    say('orders.city'),
    say('orders.col.country'),
    say('orders.region'),
    say('orders.day'),
    say('orders.col.fulfilment'),
    say('orders.col.waits'),
    say('orders.stopped'),
    say('orders.taken'),
  ]
  const cells = rows.map((row) => [
    row.orderNumber,
    say(`order-state.${row.status}`),
    row.customerRef,
    row.shipTo.name,
    row.shipTo.line1,
    row.shipTo.postalCode,
    row.shipTo.city,
    row.shipTo.country,
    row.region,
    row.deliveryDate,
    say(row.fulfilment === 'collect' ? 'orders.collect' : 'orders.delivery'),
    yesNo(row.isBackordered),
    yesNo(row.isBlocked),
    row.createdAt,
  ])
  return toCsv(head, cells)
}
