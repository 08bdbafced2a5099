import { Link } from 'wouter'
import { Icon, type IconName } from '../../../components/icon.tsx'
import type { BenchState, BenchTone } from '../../../station/floor/bench-state.ts'
import { useText, type Say } from '../../text/text.ts'
import { ageWords, lengthWords } from './ages.ts'
import { benchWords } from './bench-words.ts'
import classes from './station-tiles.module.css'
import type { PartOf } from './use-today.ts'

type Station = PartOf<'stations'>[number]
type Props = { station: Station; state: BenchState; nowMs: number; timezone: string }

const TONE_ICONS: Record<BenchTone, IconName> = {
  stuck: 'warning',
  look: 'warning',
  work: 'check',
  quiet: 'clock',
}

/** One bench: how it is and why, who is at it, and each thing that may keep it from working. */
export function StationTile({ station, state, nowMs, timezone }: Props) {
  const { say, language } = useText()
  const { stationId, name, online, operator } = station
  return (
    <li className={classes['tile']} data-tone={state.tone} data-testid={`station-${name}`}>
      <p className={classes['head']}>
        <Link href={`~/stations/${stationId}`} className={classes['name']}>
          {name}
        </Link>
        <span className={classes['tone']}>
          <Icon name={TONE_ICONS[state.tone]} size="1rem" /> {say(`floor.tone.${state.tone}`)}
        </span>
      </p>
      <p className={classes['why']}>{benchWords(state, { say, nowMs, timezone, language })}</p>
      {state.why !== 'nobody' && (
        <p className={classes['who']}>{operator?.name ?? say('today.station.nobody')}</p>
      )}
      <ul className={classes['facts']}>
        <Fact
          icon={online ? 'online' : 'offline'}
          isWrong={!online}
          words={say(online ? 'today.station.online' : 'today.station.offline')}
        />
        {factsOf(station, nowMs, say).map((fact) => (
          <Fact key={fact.icon} {...fact} />
        ))}
      </ul>
    </li>
  )
}

type FactProps = { icon: IconName; words: string; isWrong: boolean; detail?: string }

function Fact({ icon, words, isWrong, detail = '' }: FactProps) {
  return (
    <li className={classes['fact']} data-wrong={isWrong} title={detail === '' ? undefined : detail}>
      <Icon name={icon} size="0.875rem" /> {words}
    </li>
  )
}

function factsOf(station: Station, nowMs: number, say: Say): FactProps[] {
  return [
    waitingFact(station, nowMs, say),
    deviceFact('printer', station, say),
    clockFact(station, say),
    deviceFact('scale', station, say),
  ]
}

function waitingFact({ pending, ...station }: Station, nowMs: number, say: Say): FactProps {
  const { oldestPendingAt, clockOffsetMs } = station
  if (pending === 0 || oldestPendingAt === null) {
    return { icon: 'queue', isWrong: false, words: say('today.station.waiting-none') }
  }
  const sinceMs = Date.parse(oldestPendingAt) + clockOffsetMs
  const age = ageWords(sinceMs, nowMs, say)
  const isWrong = nowMs - sinceMs > WAITS_TOO_LONG_MS
  return { icon: 'queue', isWrong, words: say('today.station.waiting', { count: pending, age }) }
}

/** A push takes seconds. */
const WAITS_TOO_LONG_MS = 2 * 60_000

const OUT_OF_LABELS = /labels have run out/i

/** Of several of a kind the one that is not well. */
function deviceFact(kind: 'printer' | 'scale', { devices }: Station, say: Say): FactProps {
  const own = devices.filter((device) => device.kind === kind)
  const bad = own.find(({ state }) => state !== 'ready' && state !== 'opening')
  if (bad !== undefined) {
    const isPaper = kind === 'printer' && OUT_OF_LABELS.test(bad.detail)
    const words = say(isPaper ? 'today.device.printer.paper' : `today.device.${kind}.trouble`)
    return { icon: kind, isWrong: true, words, detail: bad.detail }
  }
  const how = own.length === 0 ? 'none' : 'ready'
  return { icon: kind, isWrong: false, words: say(`today.device.${kind}.${how}`) }
}

/** Nobody at a bench notices less. */
const CLOCK_SHOWN_MS = 2_000

function clockFact({ clockOffsetMs, clockIsOff }: Station, say: Say): FactProps {
  if (Math.abs(clockOffsetMs) < CLOCK_SHOWN_MS) {
    return { icon: 'clock', isWrong: false, words: say('today.station.clock-right') }
  }
  const time = lengthWords(Math.abs(clockOffsetMs), say)
  // The offset is what must be added to its clock.
  const words =
    clockOffsetMs > 0
      ? say('today.station.clock-behind', { time })
      : say('today.station.clock-ahead', { time })
  return { icon: 'clock', isWrong: clockIsOff, words }
}
