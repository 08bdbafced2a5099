import type { StationSummary } from '#contract/http/station-summary.ts'
import { Link } from 'wouter'
import form from '../../components/form.module.css'
import { useTimes } from '../../components/use-times.ts'
import { useText } from '../../text/text.ts'
import { StateBadge } from './state-badge.tsx'
import { deviceWords, isTroubled, stateOf, thingsToDo, waitingWords } from './station-words.ts'
import classes from './stations.module.css'

/** One bench at a glance: how it does, what waits, and what somebody should do. */
export function StationTile({ station }: { station: StationSummary }) {
  const { say } = useText()
  const times = useTimes()
  const state = stateOf(station)
  const todo = thingsToDo(station, say, times)
  return (
    <li className={classes['tile']} data-state={state}>
      <div className={classes['tileHead']}>
        <Link href={`/${station.stationId}`} className={classes['tileName']}>
          {station.name}
        </Link>
        <StateBadge state={state} />
      </div>
      <p className={form['soft']}>
        {say(`stations.mode.${station.mode}`)} · {station.warehouse}
      </p>
      {state !== 'revoked' && (
        <>
          <p>{waitingWords(station, say, times)}</p>
          <Devices station={station} />
        </>
      )}
      {todo.length > 0 && (
        <ul className={classes['todo']}>
          {todo.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <p className={classes['foot']}>
        <span>{station.appVersion}</span>
        <span>
          {say('stations.seen')}:{' '}
          {station.lastSeenAt === null ? say('stations.never') : times.short(station.lastSeenAt)}
        </span>
      </p>
    </li>
  )
}

/** Those that are well in one line; those that are not stand among what is to be done. */
function Devices({ station }: { station: StationSummary }) {
  const { say } = useText()
  const well = station.devices.filter((device) => !isTroubled(device))
  if (station.devices.length === 0) {
    return <p className={form['soft']}>{say('stations.device-none')}</p>
  }
  return (
    <p className={classes['devices']}>
      {well.map((device) => {
        const { name, is } = deviceWords(device, say)
        return (
          <span key={device.id} title={is} className={classes['device']}>
            {name}
          </span>
        )
      })}
    </p>
  )
}
