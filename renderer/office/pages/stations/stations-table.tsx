import type { StationSummary } from '#contract/http/station-summary.ts'
import { Link } from 'wouter'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { useSorting } from '../../components/use-address.ts'
import { useTimes } from '../../components/use-times.ts'
import { useText, type Say } from '../../text/text.ts'
import { StateBadge } from './state-badge.tsx'
import { clockWords, deviceWords, isTroubled, stateOf } from './station-words.ts'

/** The same as the tiles, to be sorted and compared. */
export function StationsTable({ stations }: { stations: readonly StationSummary[] }) {
  const { say } = useText()
  const [sorting, onSort] = useSorting()
  return (
    <DataTable
      label={say('nav.stations')}
      rows={stations}
      columns={useColumns()}
      rowKey={({ stationId }) => stationId}
      sorting={sorting}
      onSort={onSort}
    />
  )
}

function useColumns(): Column<StationSummary>[] {
  const { say } = useText()
  const times = useTimes()
  const when = (instant: string | null) => (instant === null ? '–' : times.short(instant))
  return [
    {
      key: 'name',
      title: say('stations.name'),
      cell: ({ stationId, name }) => <Link href={`/${stationId}`}>{name}</Link>,
      sortBy: ({ name }) => name,
    },
    {
      key: 'warehouse',
      title: say('stations.warehouse'),
      cell: ({ warehouse }) => warehouse,
      sortBy: ({ warehouse }) => warehouse,
    },
    {
      key: 'mode',
      title: say('stations.mode'),
      cell: ({ mode }) => say(`stations.mode.${mode}`),
      sortBy: ({ mode }) => mode,
    },
    {
      key: 'state',
      title: say('stations.state'),
      cell: (station) => <StateBadge state={stateOf(station)} />,
      sortBy: (station) => say(`stations.is.${stateOf(station)}`),
    },
    {
      key: 'waiting',
      title: say('stations.waiting'),
      cell: ({ pending }) => pending,
      sortBy: ({ pending }) => pending,
      isNumber: true,
    },
    {
      key: 'oldest',
      title: say('stations.oldest'),
      cell: ({ oldestPendingAt }) => when(oldestPendingAt),
      sortBy: ({ oldestPendingAt }) => oldestPendingAt ?? '',
    },
    {
      key: 'devices',
      title: say('stations.devices'),
      cell: (station) => devicesWords(station, say),
    },
    {
      key: 'clock',
      title: say('stations.clock'),
      cell: (station) => clockWords(station, say),
      sortBy: ({ clockOffsetMs }) => Math.abs(clockOffsetMs),
    },
    {
      key: 'version',
      title: say('stations.version'),
      cell: ({ appVersion }) => appVersion,
      sortBy: ({ appVersion }) => appVersion,
    },
    {
      key: 'seen',
      title: say('stations.seen'),
      cell: ({ lastSeenAt }) => when(lastSeenAt),
      sortBy: ({ lastSeenAt }) => lastSeenAt ?? '',
    },
  ]
}

/** Those in trouble, or that all are ready. */
function devicesWords({ devices }: StationSummary, say: Say): string {
  const troubled = devices.filter(isTroubled).map((device) => deviceWords(device, say))
  if (troubled.length > 0) return troubled.map(({ name, is }) => `${name}: ${is}`).join('; ')
  return devices.length === 0 ? '–' : say('stations.device-is.ready')
}
