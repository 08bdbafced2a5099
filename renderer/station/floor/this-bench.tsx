import { ALERT_REASONS, type AlertReason } from '#contract/rpc/alert-reasons.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { BenchDay } from '#contract/rpc/floor-view.ts'
import type { FloorAnswer } from '#contract/sync/floor-answer.ts'
import { TouchButton } from '../../components/touch-button.tsx'
import { clockTime } from '../../format/day.ts'
import { isTextKey, type Say, useText } from '../../text/text.ts'
import type { PanelName } from '../panels/bench-panel.tsx'
import css from './day.module.css'

type Props = { day: BenchDay; bench: BenchView; onOpen: (panel: PanelName) => void }

/** This bench's own day, and the way to what was refused and printed here. */
export function ThisBench({ day, bench, onOpen }: Props) {
  const { say } = useText()
  const { refusedOpen } = bench.log
  return (
    <section className={css['day']} data-testid="floor-day">
      <h3 className={css['columnTitle']}>
        {say('floor.day')} · {bench.name}
      </h3>
      <dl className={css['figures']}>
        <Figure name={say('floor.day.picks')} value={day.picksToday} />
        <Figure name={say('floor.day.scans')} value={day.scansToday} />
        <Figure name={say('floor.day.wrong')} value={day.errorScansToday} />
      </dl>
      <Hours day={day} timezone={bench.timezone} />
      <Reasons day={day} />
      <div className={css['links']}>
        <TouchButton
          label={
            refusedOpen === 0
              ? say('floor.refusals.none')
              : say('floor.refusals', { count: refusedOpen })
          }
          icon="warning"
          tone={refusedOpen === 0 ? 'plain' : 'wrong'}
          testId="floor-refusals"
          onPress={() => onOpen('refusals')}
        />
        <TouchButton
          label={say('floor.jobs')}
          icon="printer"
          testId="floor-jobs"
          onPress={() => onOpen('jobs')}
        />
        <TouchButton
          label={say('floor.queue')}
          icon="queue"
          testId="floor-queue"
          onPress={() => onOpen('queue')}
        />
      </div>
    </section>
  )
}

function Figure({ name, value }: { name: string; value: number }) {
  const { language } = useText()
  return (
    <div className={css['figure']}>
      <dd>{new Intl.NumberFormat(language).format(value)}</dd>
      <dt>{name}</dt>
    </div>
  )
}

/** Eight bars, the highest as high as there is room. */
function Hours({ day: { hours }, timezone }: { day: BenchDay; timezone: string }) {
  const { say } = useText()
  const most = Math.max(1, ...hours.map(({ picks }) => picks))
  return (
    <figure className={css['hours']}>
      <figcaption>{say('floor.day.hours')}</figcaption>
      <ol>
        {hours.map(({ from, picks }) => {
          const time = clockTime(Date.parse(from), timezone)
          return (
            <li key={from} aria-label={say('floor.day.bar', { time, count: picks })}>
              <b>{picks}</b>
              <span className={css['bar']}>
                <span style={{ height: `${(picks / most) * 100}%` }} />
              </span>
              <span className={css['hour']}>{time}</span>
            </li>
          )
        })}
      </ol>
    </figure>
  )
}

function Reasons({ day: { reasons, errorScansToday } }: { day: BenchDay }) {
  const { say } = useText()
  // The most frequent ones have names; the rest is counted, so that the sum is that of the day.
  const rest = errorScansToday - reasons.reduce((sum, { count }) => sum + count, 0)
  return (
    <section className={css['errors']}>
      <h4>{say('floor.day.reasons')}</h4>
      {errorScansToday === 0 ? (
        <p className={css['soft']}>{say('floor.day.reasons.none')}</p>
      ) : (
        <ol>
          {byTitle([...reasons, ...(rest > 0 ? [{ reason: '', count: rest }] : [])], say).map(
            ([title, count]) => (
              <li key={title}>
                <span>{title}</span>
                <b>{count}</b>
              </li>
            ),
          )}
        </ol>
      )}
    </section>
  )
}

/** As the alerts were called on the screen; several reasons share a title. */
function byTitle(reasons: BenchDay['reasons'], say: Say): [string, number][] {
  const counts = new Map<string, number>()
  for (const { reason, count } of reasons) {
    const key = `alert.title.${isReason(reason) ? ALERT_REASONS[reason].code : ''}`
    const title = say(isTextKey(key) ? key : 'floor.reason.other')
    counts.set(title, (counts.get(title) ?? 0) + count)
  }
  return [...counts]
}

function isReason(reason: string): reason is AlertReason {
  return reason in ALERT_REASONS
}

/** Only where the company wants figures of people: the office leaves them out otherwise. */
export function People({ people }: { people: NonNullable<FloorAnswer['people']> }) {
  const { say } = useText()
  return (
    <section className={css['people']} data-testid="floor-people">
      <h3 className={css['columnTitle']}>{say('floor.people')}</h3>
      {people.length === 0 && <p className={css['soft']}>{say('floor.people.none')}</p>}
      <ul>
        {people.map(({ operatorId, name, picksLastHour, stations }) => (
          <li key={operatorId}>
            <span>
              <b>{name}</b> · {stations.join(', ')}
            </span>
            <b>{picksLastHour}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
