import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api.ts'
import { later } from '../../components/later.tsx'
import { Loading } from '../../components/loading.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAmounts } from '../../components/use-amounts.ts'
import { WhenNear } from '../../components/when-near.tsx'
import { useText } from '../../text/text.ts'
import { STOCK_TOPICS } from './stock-data.ts'
import classes from './stock.module.css'

const HEIGHT_PX = 180

/** The picture is heavy; the sentence above it is there at once. */
const { Component: StockPicture } = later(
  async () => (await import('./stock-picture.tsx')).StockPicture,
  null,
)

/** What was on hand at the end of each day, as a picture, in a sentence, and as a table. */
export function StockTrend({ sku, warehouse }: { sku: string; warehouse: string }) {
  const { say } = useText()
  const { whole, day } = useAmounts()
  const trend = useQuery({
    queryKey: [...STOCK_TOPICS, 'days', sku, warehouse],
    queryFn: () => call('GET /v1/stock/{sku}/days', { params: { sku }, query: { warehouse } }),
  })
  if (trend.isPending) return <Loading />
  const items = trend.data?.items ?? []
  const [first] = items
  const last = items.at(-1)
  if (first === undefined || last === undefined) return <ProblemNotice error={trend.error} />
  const amounts = items.map(({ onHand }) => onHand)
  return (
    <div className={classes['trend']}>
      <p className={classes['hint']}>
        {say('stock.trend-says', {
          first: whole(first.onHand),
          from: day(first.day),
          last: whole(last.onHand),
          to: day(last.day),
          least: whole(Math.min(...amounts)),
          most: whole(Math.max(...amounts)),
        })}
      </p>
      <div className={classes['chart']} aria-hidden="true">
        <WhenNear heightPx={HEIGHT_PX}>
          <StockPicture items={items} heightPx={HEIGHT_PX} />
        </WhenNear>
      </div>
      <details>
        <summary>{say('stock.trend-table')}</summary>
        <Table aria-label={say('stock.trend')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('stock.day')}</Table.Th>
              <Table.Th className={classes['number']}>{say('stock.on-hand')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.toReversed().map((item) => (
              <Table.Tr key={item.day}>
                <Table.Td>{day(item.day)}</Table.Td>
                <Table.Td className={classes['number']}>{whole(item.onHand)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </div>
  )
}
