import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import type { StationSummary } from '#contract/http/station-summary.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call } from '../../api.ts'
import { saveFile, toCsv } from '../../components/csv.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import form from '../../components/form.module.css'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useTimes } from '../../components/use-times.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { StationTile } from './station-tile.tsx'
import { clockWords, deviceWords, stateOf } from './station-words.ts'
import { StationsTable } from './stations-table.tsx'
import classes from './stations.module.css'

/** How all benches do, those that need somebody first. */
export function StationsBoard() {
  const { say } = useText()
  const may = useMay()
  const { data, error } = useQuery({
    queryKey: ['stations', 'all'],
    queryFn: () => call('GET /v1/stations'),
  })
  const stations = data?.items
  const working = stations?.filter(({ revoked }) => !revoked) ?? []
  const online = working.filter((station) => station.online).length
  return (
    <Page
      title={say('nav.stations')}
      lead={
        working.length > 0 ? say('stations.lead', { online, count: working.length }) : undefined
      }
      actions={
        may('stations:write') && (
          <>
            <Button component={Link} href="/import" variant="default">
              {say('stations.bring-log')}
            </Button>
            <Button component={Link} href="/enrol">
              {say('stations.enrol')}
            </Button>
          </>
        )
      }
    >
      <ProblemNotice error={error} />
      {stations === undefined && error === null && <Loading />}
      {stations?.length === 0 && (
        <EmptyState title={say('stations.none')} hint={say('stations.none-do')} />
      )}
      {stations !== undefined && stations.length > 0 && <Stations stations={stations} />}
    </Page>
  )
}

function Stations({ stations }: { stations: readonly StationSummary[] }) {
  const { say } = useText()
  const { get, set } = useAddress()
  const shown = useShown(stations)
  const isTable = get('view') === 'table'
  return (
    <>
      <Filters stations={stations} shown={shown} />
      {shown.length === 0 && (
        <EmptyState title={say('table.none-found')}>
          <Button variant="default" onClick={() => set({ search: '', show: '', warehouse: '' })}>
            {say('table.clear')}
          </Button>
        </EmptyState>
      )}
      {shown.length > 0 && isTable && <StationsTable stations={shown} />}
      {shown.length > 0 && !isTable && (
        <ul className={classes['tiles']}>
          {shown.map((station) => (
            <StationTile key={station.stationId} station={station} />
          ))}
        </ul>
      )}
    </>
  )
}

type FiltersProps = {
  stations: readonly StationSummary[]
  shown: readonly StationSummary[]
}

function Filters({ stations, shown }: FiltersProps) {
  const { say } = useText()
  const { get, set } = useAddress()
  const exportCsv = useExport()
  const warehouses = [...new Set(stations.map(({ warehouse }) => warehouse))]
  return (
    <div className={form['row']}>
      <TextInput
        label={say('table.search')}
        value={get('search')}
        onChange={({ currentTarget }) => set({ search: currentTarget.value })}
      />
      {warehouses.length > 1 && (
        <NativeSelect
          label={say('stations.warehouse')}
          value={get('warehouse')}
          onChange={({ currentTarget }) => set({ warehouse: currentTarget.value })}
          data={[{ value: '', label: say('stations.all') }, ...warehouses]}
        />
      )}
      <NativeSelect
        label={say('stations.show')}
        value={get('show')}
        onChange={({ currentTarget }) => set({ show: currentTarget.value })}
        data={[
          { value: '', label: say('stations.show-working') },
          { value: 'trouble', label: say('stations.show-trouble') },
          { value: 'revoked', label: say('stations.show-revoked') },
          { value: 'all', label: say('stations.all') },
        ]}
      />
      <SegmentedControl
        aria-label={say('stations.view')}
        value={get('view') === 'table' ? 'table' : 'tiles'}
        onChange={(view) => set({ view: view === 'table' ? view : '' })}
        data={[
          { value: 'tiles', label: say('stations.tiles') },
          { value: 'table', label: say('stations.table') },
        ]}
      />
      <Button variant="default" onClick={() => exportCsv(shown)}>
        {say('table.export')}
      </Button>
    </div>
  )
}

const URGENCY = { trouble: 0, offline: 1, new: 2, fine: 3, revoked: 4 } as const

/** What the filters of the address leave, those that need somebody first. */
function useShown(stations: readonly StationSummary[]): readonly StationSummary[] {
  const { get } = useAddress()
  const [words, show, warehouse] = [get('search').toLowerCase(), get('show'), get('warehouse')]
  return stations
    .filter((station) => {
      const state = stateOf(station)
      const isShown =
        show === 'all' ||
        (show === 'revoked' && state === 'revoked') ||
        (show === 'trouble' && (state === 'trouble' || state === 'offline')) ||
        (show === '' && state !== 'revoked')
      return (
        isShown &&
        (warehouse === '' || station.warehouse === warehouse) &&
        station.name.toLowerCase().includes(words)
      )
    })
    .toSorted((a, b) => URGENCY[stateOf(a)] - URGENCY[stateOf(b)])
}

function useExport(): (stations: readonly StationSummary[]) => void {
  const { say } = useText()
  const times = useTimes()
  const when = (instant: string | null) => (instant === null ? '' : times.exact(instant))
  return (stations) => {
    const head = [
      say('stations.name'),
      say('stations.warehouse'),
      say('stations.mode'),
      say('stations.state'),
      say('stations.waiting'),
      say('stations.oldest'),
      say('stations.clock'),
      say('stations.devices'),
      say('stations.version'),
      say('stations.seen'),
    ]
    const rows = stations.map((station) => [
      station.name,
      station.warehouse,
      say(`stations.mode.${station.mode}`),
      say(`stations.is.${stateOf(station)}`),
      station.pending,
      when(station.oldestPendingAt),
      clockWords(station, say),
      station.devices
        .map((device) => deviceWords(device, say))
        .map(({ name, is }) => `${name}: ${is}`)
        .join('; '),
      station.appVersion,
      when(station.lastSeenAt),
    ])
    saveFile('stations.csv', toCsv(head, rows))
  }
}
