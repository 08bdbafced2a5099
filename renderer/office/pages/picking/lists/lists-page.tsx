import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearch } from 'wouter'
import { call } from '../../../api.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loading } from '../../../components/loading.tsx'
import { Page } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useAddress } from '../../../components/use-address.ts'
import { InWarehouse } from '../../../components/zone.tsx'
import { useMay } from '../../../session.tsx'
import { useText } from '../../../text/text.ts'
import { DayBar, PickingTabs } from '../day-bar.tsx'
import { useDay, usePickingDay } from '../use-day.ts'
import { ExportLists, type ListQuery } from './export-lists.tsx'
import { ListFilters } from './list-filters.tsx'
import { isListStatus } from './list-state.tsx'
import { ListsTable } from './lists-table.tsx'
import { MakeListsDialog } from './make-lists-dialog.tsx'
import { RegionCards } from './region-cards.tsx'
import { UnlistedNotice } from './unlisted.tsx'

/** Lists of a page: a day of most warehouses fits on one. */
const PAGE_LENGTH = 200

/** The pick lists of a delivery day: how far each is, and who has it. */
export function ListsPage() {
  const { say } = useText()
  const picked = useDay()
  const { warehouse, day } = picked
  const { data: figures } = usePickingDay(warehouse, day)
  const lists = useLists(warehouse, day)
  const [isMaking, setMaking] = useState(false)
  return (
    <InWarehouse code={warehouse}>
      <Page
        title={say('nav.picking')}
        actions={<Actions query={lists.query} onMake={() => setMaking(true)} />}
      >
        <PickingTabs />
        <DayBar picked={picked} shows="lists" />
        <ProblemNotice error={picked.error ?? lists.error} />
        {figures !== undefined && <UnlistedNotice day={figures} />}
        {figures !== undefined && <RegionCards regions={figures.regions} />}
        <ListFilters />
        {lists.rows === undefined && lists.error === null && <Loading />}
        {lists.rows?.length === 0 && <NoLists isFiltered={lists.isFiltered} />}
        {lists.rows !== undefined && lists.rows.length > 0 && <ListsTable lists={lists.rows} />}
        {lists.hasNextPage && (
          <Button variant="default" loading={lists.isFetchingNextPage} onClick={lists.more}>
            {say('table.more')}
          </Button>
        )}
        {isMaking && warehouse !== undefined && day !== undefined && (
          <MakeListsDialog {...{ warehouse, day }} onClose={() => setMaking(false)} />
        )}
      </Page>
    </InWarehouse>
  )
}

function useLists(warehouse: string | undefined, day: string | undefined) {
  const { get } = useAddress()
  const [region, status, search] = [get('region'), get('state'), get('search').trim()]
  const query = {
    warehouse: warehouse ?? '',
    deliveryDate: day ?? '',
    ...(region === '' ? {} : { region }),
    ...(isListStatus(status) ? { status } : {}),
    ...(search === '' ? {} : { search }),
    limit: PAGE_LENGTH,
  }
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['live', ['picking', 'stations'], 'pick-lists', query],
    queryFn: ({ pageParam: after }) =>
      call('GET /v1/pick-lists', { query: { ...query, ...(after === '' ? {} : { after }) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: warehouse !== undefined && day !== undefined,
    placeholderData: keepPreviousData,
  })
  return {
    query,
    rows: data?.pages.flatMap((page) => page.pickLists),
    error,
    hasNextPage,
    isFetchingNextPage,
    more: () => void fetchNextPage(),
    isFiltered: region !== '' || status !== '' || search !== '',
  }
}

type ActionsProps = { query: ListQuery; onMake: () => void }

function Actions({ query, onMake }: ActionsProps) {
  const { say } = useText()
  const may = useMay()
  const search = useSearch()
  return (
    <>
      <ExportLists query={query} />
      <Button
        variant="default"
        component={Link}
        href={`/sheet${search === '' ? '' : `?${search}`}`}
      >
        {say('pick.sheet')}
      </Button>
      {may('picking:write') && <Button onClick={onMake}>{say('pick.make')}</Button>}
    </>
  )
}

function NoLists({ isFiltered }: { isFiltered: boolean }) {
  const { say } = useText()
  const { set } = useAddress()
  if (!isFiltered) {
    return <EmptyState title={say('pick.none.title')} hint={say('pick.none.hint')} />
  }
  return (
    <EmptyState title={say('table.none-found')}>
      <Button variant="default" onClick={() => set({ region: '', state: '', search: '' })}>
        {say('table.clear')}
      </Button>
    </EmptyState>
  )
}
