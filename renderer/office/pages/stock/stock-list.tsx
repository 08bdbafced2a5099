import { Button, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { StockFilter } from '#contract/http/stock-routes.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress, useSorting } from '../../components/use-address.ts'
import { todayIn } from '../../components/use-today.ts'
import { useWarehouse, WarehousePicker } from '../../components/use-warehouse.tsx'
import { useText } from '../../text/text.ts'
import { ProductForm } from './product-form.tsx'
import { Reconcile } from './reconcile.tsx'
import { StockActions, StockButtons } from './stock-actions.tsx'
import { useStockColumns } from './stock-columns.tsx'
import { EXPIRING_DAYS, readStockPage, STOCK_TOPICS, type StockAsked } from './stock-data.ts'
import { StockImport } from './stock-import.tsx'
import classes from './stock.module.css'

const TYPING_PAUSE_MS = 250
const DEFAULT_ZONE = 'Europe/Amsterdam'

/** Products and what there is of them; what is open beside the list stands in the address. */
export function StockList() {
  const { get, set } = useAddress()
  const { say } = useText()
  const asked = useAsked()
  if (asked === null) return <Loading />
  if (get('do') === 'import') return <StockImport warehouse={asked.warehouse} />
  const close = () => set({ do: '' })
  return (
    <Page
      title={say('nav.stock')}
      lead={say('stock.lead')}
      actions={<StockActions asked={asked} />}
    >
      <Filters />
      <Listed asked={asked} />
      {get('do') === 'new' && <ProductForm product={null} onClose={close} />}
      {get('do') === 'books' && <Reconcile warehouse={asked.warehouse} onClose={close} />}
    </Page>
  )
}

function useAsked(): StockAsked | null {
  const { get } = useAddress()
  const warehouse = useWarehouse()
  if (warehouse === undefined) return null
  const only = StockFilter.safeParse(get('only'))
  return {
    warehouse: warehouse.code,
    search: get('q').trim(),
    only: only.success ? only.data : null,
    sort: get('sort').endsWith('name') ? 'name' : 'sku',
    today: todayIn(warehouse.timezone ?? DEFAULT_ZONE),
  }
}

function Listed({ asked }: { asked: StockAsked }) {
  const { say } = useText()
  const { set } = useAddress()
  const [sorting, setSorting] = useSorting()
  const columns = useStockColumns(asked)
  const list = useInfiniteQuery({
    queryKey: [...STOCK_TOPICS, 'list', asked],
    initialPageParam: '',
    queryFn: ({ pageParam }) => readStockPage(asked, pageParam),
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  })
  if (list.isPending) return <Loading />
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? []
  const isFiltered = asked.search !== '' || asked.only !== null
  if (rows.length === 0 && list.error !== null) return <ProblemNotice error={list.error} />
  if (rows.length === 0 && isFiltered) {
    return (
      <EmptyState title={say('table.none-found')}>
        <Button variant="default" onClick={() => set({ q: '', only: '' })}>
          {say('table.clear')}
        </Button>
      </EmptyState>
    )
  }
  if (rows.length === 0) {
    return (
      <EmptyState title={say('stock.none')} hint={say('stock.none-do')}>
        <StockButtons />
      </EmptyState>
    )
  }
  const isOfShown = sorting !== null && !['sku', 'name'].includes(sorting.key) && list.hasNextPage
  return (
    <>
      <ProblemNotice error={list.error} />
      {isOfShown && <p className={classes['hint']}>{say('stock.sorted-shown')}</p>}
      <DataTable
        label={say('nav.stock')}
        rows={rows}
        columns={columns}
        rowKey={({ sku }) => sku}
        sorting={sorting}
        onSort={setSorting}
      />
      {list.hasNextPage && (
        <Button
          className={classes['start']}
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {say('table.more')}
        </Button>
      )}
    </>
  )
}

function Filters() {
  const { say } = useText()
  const { get, set } = useAddress()
  const [typed, setTyped] = useState(get('q'))
  const [search] = useDebouncedValue(typed, TYPING_PAUSE_MS)
  const asked = get('q')
  const sent = useRef(asked)
  useEffect(() => {
    if (search === sent.current) return
    sent.current = search
    set({ q: search })
  }, [search, set])
  useEffect(() => {
    // The address was changed by something else, as a button that clears the filters.
    if (asked === sent.current) return
    sent.current = asked
    setTyped(asked)
  }, [asked])
  return (
    <div className={classes['filters']}>
      <TextInput
        className={classes['search']}
        type="search"
        label={say('stock.search')}
        value={typed}
        onChange={({ currentTarget: { value } }) => setTyped(value)}
      />
      <Select
        label={say('stock.show')}
        data={[
          { value: '', label: say('stock.only-all') },
          { value: 'below-zero', label: say('stock.only-below-zero') },
          { value: 'none-available', label: say('stock.only-none-available') },
          { value: 'expiring', label: say('stock.only-expiring', { days: EXPIRING_DAYS }) },
        ]}
        value={get('only')}
        allowDeselect={false}
        onChange={(only) => set({ only: only ?? '' })}
      />
      <WarehousePicker />
    </div>
  )
}
