import { Button, TextInput } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call } from '../../../api.ts'
import { saveFile, toCsv } from '../../../components/csv.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loading } from '../../../components/loading.tsx'
import { Page } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useAddress } from '../../../components/use-address.ts'
import { useMay } from '../../../session.tsx'
import { useRegionNames } from '../../../components/use-regions.ts'
import { InWarehouse } from '../../../components/zone.tsx'
import { useText } from '../../../text/text.ts'
import { DayBar, PickingTabs } from '../day-bar.tsx'
import classes from '../picking.module.css'
import { useDay } from '../use-day.ts'
import { isLoadStatus, type ShownLoad } from './load-state.tsx'
import { LoadsTable } from './loads-table.tsx'

const PAGE_LENGTH = 100

/** The loads of a delivery day against their vehicles: what is on board, missing and wrong. */
export function LoadsPage() {
  const { say } = useText()
  const may = useMay()
  const { get, set } = useAddress()
  const picked = useDay()
  const { warehouse, day } = picked
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useLoads(warehouse, day)
  const all = data?.pages.flatMap((page) => page.items)
  const regionName = useRegionNames()
  const wanted = get('search').trim().toLowerCase()
  const loads = all?.filter(({ number, vehicle, driver, region }) =>
    [number, vehicle.plate, driver, region, regionName(region)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  )
  return (
    <InWarehouse code={warehouse}>
      <Page
        title={say('nav.picking')}
        actions={
          <>
            <ExportLoads loads={loads ?? []} />
            {may('loading:write') && day !== undefined && (
              <Button component={Link} href={`/loads/new?day=${day}&warehouse=${warehouse ?? ''}`}>
                {say('load.new')}
              </Button>
            )}
          </>
        }
      >
        <PickingTabs />
        <DayBar picked={picked} shows="loads" />
        <ProblemNotice error={picked.error ?? error} />
        <div className={classes['fields']}>
          <TextInput
            type="search"
            label={say('load.find')}
            value={get('search')}
            onChange={(event) => set({ search: event.currentTarget.value })}
          />
        </div>
        {loads === undefined && error === null && <Loading />}
        {loads?.length === 0 &&
          (all?.length === 0 ? (
            <EmptyState title={say('load.none.title')} hint={say('load.none.hint')} />
          ) : (
            <EmptyState title={say('table.none-found')}>
              <Button variant="default" onClick={() => set({ search: '' })}>
                {say('table.clear')}
              </Button>
            </EmptyState>
          ))}
        {loads !== undefined && loads.length > 0 && <LoadsTable loads={loads} />}
        {hasNextPage && (
          <Button
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {say('table.more')}
          </Button>
        )}
      </Page>
    </InWarehouse>
  )
}

function useLoads(warehouse: string | undefined, day: string | undefined) {
  const query = {
    warehouse: warehouse ?? '',
    deliveryDate: day ?? '',
    progress: 'true' as const,
    limit: PAGE_LENGTH,
  }
  return useInfiniteQuery({
    queryKey: ['live', ['loading', 'orders', 'stations'], 'loads', query],
    queryFn: ({ pageParam: after }) =>
      call('GET /v1/loads', { query: { ...query, ...(after === '' ? {} : { after }) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: warehouse !== undefined && day !== undefined,
    placeholderData: keepPreviousData,
  })
}

function ExportLoads({ loads }: { loads: readonly ShownLoad[] }) {
  const { say } = useText()
  const save = () => {
    const head = [
      say('load.col.load'),
      say('pick.state'),
      say('pick.region'),
      say('load.col.vehicle'),
      say('load.col.driver'),
      say('load.col.stops'),
      `${say('load.col.weight')} (g)`,
      `${say('load.col.volume')} (cm³)`,
      say('load.col.expected-grams'),
      say('load.col.expected-cm3'),
      say('load.col.on-board'),
      say('load.col.missing'),
      say('load.col.wrong'),
    ]
    const rows = loads.map((load) => [
      load.number,
      isLoadStatus(load.status) ? say(`load.state.${load.status}`) : load.status,
      load.region,
      load.vehicle.plate,
      load.driver,
      load.stops.length,
      load.weightGrams,
      load.volumeCm3,
      load.progress?.expectedGrams ?? null,
      load.progress?.expectedCm3 ?? null,
      load.progress?.onBoardUnits ?? load.units.length,
      load.progress?.missingUnits ?? null,
      load.progress?.wrongUnits ?? null,
    ])
    saveFile('loads.csv', toCsv(head, rows))
  }
  return (
    <Button variant="default" onClick={save} disabled={loads.length === 0}>
      {say('table.export')}
    </Button>
  )
}
