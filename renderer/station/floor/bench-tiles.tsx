import { Icon, type IconName } from '../../components/icon.tsx'
import { Meter } from '../../components/meter.tsx'
import { useText } from '../../text/text.ts'
import type { BenchTile, BenchTone, BenchWhy } from './bench-state.ts'
import css from './floor.module.css'
import { benchWords } from './floor-words.ts'

type Props = {
  tiles: readonly BenchTile[]
  /** The station that this screen is of. */
  here: string
  nowMs: number
  timezone: string
}

/** One tile for each bench, the stuck ones first. */
export function BenchTiles({ tiles, here, nowMs, timezone }: Props) {
  return (
    <ul className={css['tiles']} data-testid="floor-tiles">
      {tiles.map((tile) => (
        <Tile
          key={tile.station.stationId}
          tile={tile}
          isHere={tile.station.stationId === here}
          nowMs={nowMs}
          timezone={timezone}
        />
      ))}
    </ul>
  )
}

type TileProps = { tile: BenchTile; isHere: boolean; nowMs: number; timezone: string }

function Tile({ tile: { station, state }, isHere, nowMs, timezone }: TileProps) {
  const { say, language } = useText()
  const { tone, why, count, total } = state
  const { figures, operator, online } = station
  const isUnderWay = tone === 'work' && total > 0
  return (
    <li
      className={css['tile']}
      data-tone={tone}
      data-why={why}
      data-testid={`tile-${station.name}`}
    >
      <span className={css['tileHead']}>
        <b data-testid="bench-name">{station.name}</b>
        <span className={css['tone']}>
          <Icon name={iconOf(tone, why)} /> {say(`floor.tone.${tone}`)}
        </span>
      </span>
      <p className={css['why']}>{benchWords(state, { say, nowMs, timezone, language })}</p>
      {isUnderWay && (
        <Meter share={count / total} tone="accent" label={say(`floor.tone.${tone}`)} />
      )}
      <span className={css['tileFoot']}>
        <b>
          {[operator?.name ?? null, isHere ? say('floor.here') : null]
            .filter((words) => words !== null)
            .join(' · ')}
        </b>
        {figures !== null && online && (
          <span>
            {say('floor.per-hour', { count: figures.picksLastHour })} ·{' '}
            {say('floor.wrong-today', { count: figures.errorScansToday })}
          </span>
        )}
      </span>
    </li>
  )
}

const TONE_ICONS: Record<BenchTone, IconName> = {
  stuck: 'warning',
  look: 'warning',
  work: 'check',
  quiet: 'clock',
}

/** The drawing says what it is about, the word beside it how bad it is. */
function iconOf(tone: BenchTone, why: BenchWhy): IconName {
  if (why.startsWith('printer')) return 'printer'
  if (why === 'scale' || why === 'scanner') return why
  if (why.startsWith('silent')) return 'offline'
  return why === 'waiting' ? 'queue' : TONE_ICONS[tone]
}
