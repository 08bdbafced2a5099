import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { Meter } from '../../../../components/meter.tsx'
import { shareOf } from '../../../../format/weight.ts'
import { DataTable, type Column } from '../../../components/data-table.tsx'
import { useSorting } from '../../../components/use-address.ts'
import { useMay } from '../../../session.tsx'
import { RegionName } from '../../../components/region-name.tsx'
import { useRegionNames } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { listProgress, type ShownList } from '../progress.ts'
import { HolderWords, isInHand, ListState } from './list-state.tsx'
import { ReleaseDialog } from './release-dialog.tsx'

/** Orders of a list that are named in its row. */
const ORDERS_SHOWN_MAX = 3

/** The lists of a day, one a row. */
export function ListsTable({ lists }: { lists: readonly ShownList[] }) {
  const { say } = useText()
  const [sorting, sort] = useSorting()
  const [releasing, setReleasing] = useState<ShownList | null>(null)
  const columns = useListColumns(setReleasing)
  return (
    <>
      <DataTable
        label={say('pick.lists')}
        rows={lists}
        columns={columns}
        rowKey={({ id }) => id}
        sorting={sorting}
        onSort={sort}
      />
      {releasing !== null && <ReleaseDialog list={releasing} onClose={() => setReleasing(null)} />}
    </>
  )
}

function useListColumns(onRelease: (list: ShownList) => void): Column<ShownList>[] {
  const { say } = useText()
  const may = useMay()
  const regionName = useRegionNames()
  const collect = say('pick.region.collect')
  return [
    {
      key: 'code',
      title: say('pick.col.code'),
      cell: ({ code }) => <Link href={`/lists/${code}`}>{code}</Link>,
      sortBy: ({ code }) => code,
    },
    {
      key: 'region',
      title: say('pick.region'),
      cell: ({ region }) => (region === null ? collect : <RegionName code={region} />),
      sortBy: ({ region }) => (region === null ? '' : regionName(region)),
    },
    {
      key: 'orders',
      title: say('pick.col.orders'),
      cell: ({ orderNumbers }) => <OrderLinks orderNumbers={orderNumbers} />,
      sortBy: ({ orderNumbers }) => orderNumbers[0] ?? '',
    },
    {
      key: 'state',
      title: say('pick.state'),
      cell: ({ status }) => <ListState status={status} />,
      sortBy: ({ status }) => status,
    },
    {
      key: 'progress',
      title: say('pick.col.progress'),
      cell: (list) => <Progress list={list} />,
      sortBy: (list) => shareOf(listProgress(list).linesDone, listProgress(list).lines),
    },
    {
      key: 'holder',
      title: say('pick.col.holder'),
      cell: (list) => <HolderWords {...list} />,
      sortBy: ({ heldBy }) => heldBy?.station ?? '',
    },
    {
      key: 'do',
      title: '',
      cell: (list) =>
        isInHand(list) &&
        may('picking:write') && (
          <Button size="compact-sm" variant="default" onClick={() => onRelease(list)}>
            {say('pick.release')}
          </Button>
        ),
    },
  ]
}

export function OrderLinks({ orderNumbers }: { orderNumbers: readonly string[] }) {
  const { say } = useText()
  const more = orderNumbers.length - ORDERS_SHOWN_MAX
  return (
    <span className={classes['orders']}>
      {orderNumbers.slice(0, ORDERS_SHOWN_MAX).map((orderNumber) => (
        <Link key={orderNumber} href={`~/orders/${orderNumber}`}>
          {orderNumber}
        </Link>
      ))}
      {more > 0 && (
        <span className={classes['soft']}>{say('pick.more-orders', { count: more })}</span>
      )}
    </span>
  )
}

function Progress({ list }: { list: ShownList }) {
  const { say } = useText()
  const { lines, linesDone, picked, short, requested } = listProgress(list)
  const words = say('pick.lines-done', { done: linesDone, total: lines })
  return (
    <span className={classes['progress']}>
      <Meter share={shareOf(picked + short, requested)} tone="good" label={words} />
      <span className={classes['soft']}>{words}</span>
    </span>
  )
}
