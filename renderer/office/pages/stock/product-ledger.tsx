import { Button, Table } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call, type CallAnswer } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAmounts } from '../../components/use-amounts.ts'
import { isTextKey, useText } from '../../text/text.ts'
import { STOCK_TOPICS } from './stock-data.ts'
import classes from './stock.module.css'

type LedgerRow = CallAnswer<'GET /v1/ledger'>['items'][number]

const PAGE_ROWS = 30

/** Keys that this console made: they say nothing to anybody. */
const OWN_KEY = /^(?:[0-9a-f]{32}|csv-[0-9a-f]{24}-\d+)$/

/** Everything that ever moved of a product in one warehouse, newest first. */
export function ProductLedger({ sku, warehouse }: { sku: string; warehouse: string }) {
  const { say } = useText()
  const ledger = useInfiniteQuery({
    queryKey: [...STOCK_TOPICS, 'ledger', sku, warehouse],
    initialPageParam: 0,
    queryFn: ({ pageParam: before }) =>
      call('GET /v1/ledger', { query: { sku, warehouse, before, limit: PAGE_ROWS } }),
    getNextPageParam: ({ next }) => next,
  })
  if (ledger.isPending) return <Loading />
  const rows = ledger.data?.pages.flatMap(({ items }) => items) ?? []
  if (rows.length === 0) {
    return (
      <>
        <ProblemNotice error={ledger.error} />
        <EmptyState title={say('stock.ledger-none')} hint={say('stock.ledger-none-do')} />
      </>
    )
  }
  return (
    <>
      <ProblemNotice error={ledger.error} />
      <LedgerTable rows={rows} />
      {ledger.hasNextPage && (
        <Button
          className={classes['start']}
          variant="default"
          loading={ledger.isFetchingNextPage}
          onClick={() => void ledger.fetchNextPage()}
        >
          {say('table.more')}
        </Button>
      )}
    </>
  )
}

function LedgerTable({ rows }: { rows: readonly LedgerRow[] }) {
  const { say } = useText()
  return (
    <div className={classes['frame']}>
      <Table aria-label={say('stock.ledger')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('stock.when')}</Table.Th>
            <Table.Th>{say('stock.what')}</Table.Th>
            <Table.Th>{say('stock.lot')}</Table.Th>
            <Table.Th className={classes['number']}>{say('stock.by-on-hand')}</Table.Th>
            <Table.Th className={classes['number']}>{say('stock.by-reserved')}</Table.Th>
            <Table.Th>{say('stock.for')}</Table.Th>
            <Table.Th>{say('stock.who')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <LedgerLine key={row.id} row={row} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function LedgerLine({ row }: { row: LedgerRow }) {
  const { say } = useText()
  const { moment, whole } = useAmounts()
  const kind = `stock.kind.${row.kind}`
  const signed = (by: number) => (by === 0 ? '' : by > 0 ? `+${whole(by)}` : `−${whole(-by)}`)
  return (
    <Table.Tr>
      <Table.Td className={classes['nowrap']}>{moment(row.recordedAt)}</Table.Td>
      <Table.Td>{isTextKey(kind) ? say(kind) : row.kind}</Table.Td>
      <Table.Td>{row.lot}</Table.Td>
      <Table.Td className={classes['number']}>{signed(row.onHandDelta)}</Table.Td>
      <Table.Td className={classes['number']}>{signed(row.reservedDelta)}</Table.Td>
      <Table.Td>
        {row.orderNumber !== undefined && (
          <Link href={`~/orders/${row.orderNumber}`}>{row.orderNumber}</Link>
        )}{' '}
        {row.reason}{' '}
        {row.orderNumber === undefined && !OWN_KEY.test(row.reference) && (
          <span className={classes['hint']}>{row.reference}</span>
        )}
      </Table.Td>
      <Table.Td>{whoOf(row, (who, station) => say('stock.at-station', { who, station }))}</Table.Td>
    </Table.Tr>
  )
}

function whoOf(
  { who, station }: LedgerRow,
  atStation: (who: string, station: string) => string,
): string {
  if (station === undefined) return who ?? ''
  return who === undefined ? station : atStation(who, station)
}
