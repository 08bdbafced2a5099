import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { stuckFirst } from '../../../station/floor/bench-state.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Section } from '../../components/page.tsx'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { StationTile } from './station-tile.tsx'
import classes from './station-tiles.module.css'
import type { PartOf } from './use-today.ts'

/** Tiles of one page; whoever has more benches sees those that need somebody, and goes on from there. */
const TILES_MAX = 60

type Props = { stations: PartOf<'stations'>; nowMs: number; timezone: string }

/** A tile for each bench, the stuck ones first. */
export function StationTiles({ stations, nowMs, timezone }: Props) {
  const { say } = useText()
  if (stations.length === 0) return <NoStations />
  const held = stations.flatMap(({ stationId, holds }) =>
    holds.map(({ reference }) => ({ stationId, reference })),
  )
  const tiles = stuckFirst(stations, held, nowMs)
  const stuck = tiles.filter(({ state }) => state.tone === 'stuck').length
  const online = stations.filter((station) => station.online).length
  return (
    <Section
      title={say('today.stations')}
      actions={
        <p className={classes['sum']}>
          {stuck > 0 && (
            <b className={classes['stuckSum']}>{say('today.stations-stuck', { count: stuck })}</b>
          )}
          <span data-testid="stations-online">
            {say('today.stations-count', { online, total: stations.length })}
          </span>
        </p>
      }
    >
      <ul className={classes['tiles']}>
        {tiles.slice(0, TILES_MAX).map(({ station, state }) => (
          <StationTile
            key={station.stationId}
            station={station}
            state={state}
            nowMs={nowMs}
            timezone={timezone}
          />
        ))}
      </ul>
      {tiles.length > TILES_MAX && (
        <Link href="~/stations">{say('today.stations-more', { count: tiles.length })}</Link>
      )}
    </Section>
  )
}

function NoStations() {
  const { say } = useText()
  const may = useMay()
  return (
    <EmptyState title={say('today.stations-none')} hint={say('today.stations-none-do')}>
      {may('stations:write') && (
        <Button component={Link} href="~/stations/enrol">
          {say('today.stations-connect')}
        </Button>
      )}
    </EmptyState>
  )
}
