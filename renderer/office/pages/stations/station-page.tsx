import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call, CallProblem, type CallAnswer } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts } from '../../components/facts.tsx'
import form from '../../components/form.module.css'
import { Loading } from '../../components/loading.tsx'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useTimes } from '../../components/use-times.ts'
import { InWarehouse } from '../../components/zone.tsx'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { StateBadge } from './state-badge.tsx'
import { StationChange } from './station-change.tsx'
import { StationLog } from './station-log.tsx'
import { clockWords, deviceWords, stateOf, thingsToDo, waitingWords } from './station-words.ts'
import { SupportFiles } from './support-files.tsx'
import classes from './stations.module.css'

export type StationDetail = CallAnswer<'GET /v1/stations/{stationId}'>

/** One bench: how it does, what it holds and did, its support files, and its end. */
export function StationPage({ stationId }: { stationId: string }) {
  const { say } = useText()
  const { data: station, error } = useQuery({
    queryKey: ['stations', 'one', stationId],
    queryFn: () => call('GET /v1/stations/{stationId}', { params: { stationId } }),
  })
  const isUnknown = error instanceof CallProblem && error.status === 404
  return (
    <InWarehouse code={station?.warehouse}>
      <Page
        title={station?.name ?? (isUnknown ? say('stations.unknown') : say('nav.stations'))}
        lead={station && <Head station={station} />}
        actions={
          <Button component={Link} href="/" variant="default">
            {say('stations.back')}
          </Button>
        }
      >
        {isUnknown ? (
          <EmptyState title={say('stations.unknown')} hint={say('stations.none-do')} />
        ) : (
          <ProblemNotice error={error} />
        )}
        {station === undefined && error === null && <Loading />}
        {station !== undefined && <Parts station={station} />}
      </Page>
    </InWarehouse>
  )
}

function Head({ station }: { station: StationDetail }) {
  const { say } = useText()
  return (
    <span className={classes['line']}>
      <StateBadge state={stateOf(station)} />
      {say(`stations.mode.${station.mode}`)} · {station.warehouse}
    </span>
  )
}

function Parts({ station }: { station: StationDetail }) {
  const { say } = useText()
  const may = useMay()
  const times = useTimes()
  const todo = thingsToDo(station, say, times)
  const drains = station.drainsUntil
  return (
    <>
      {todo.length > 0 && (
        <ul className={classes['todo']}>
          {todo.map((line) => (
            <li key={line}>{line}</li>
          ))}
          {drains !== null && (
            <li>{say('stations.do.drains', { time: times.dateTime(drains) })}</li>
          )}
        </ul>
      )}
      <About station={station} />
      <Section title={say('stations.work')}>
        <Holds station={station} />
      </Section>
      <StationLog stationId={station.stationId} />
      <SupportFiles station={station} />
      {may('stations:write') && <StationChange station={station} />}
    </>
  )
}

function About({ station }: { station: StationDetail }) {
  const { say } = useText()
  const times = useTimes()
  const { lastSeenAt, enrolledAt, lastSeq, appVersion, printJobs, devices } = station
  const seen = lastSeenAt === null ? say('stations.never') : times.exact(lastSeenAt)
  return (
    <Section title={say('stations.state')}>
      <Facts
        facts={[
          [say('stations.seen'), seen],
          [say('stations.waiting'), waitingWords(station, say, times)],
          [say('stations.last-seq'), lastSeq],
          [say('stations.clock'), clockWords(station, say)],
          [say('stations.version'), appVersion],
          [say('stations.enrolled'), times.dateTime(enrolledAt)],
          [say('stations.prints'), say('stations.prints-say', printJobs)],
          ...(devices.length === 0
            ? [[say('stations.devices'), say('stations.device-none')] as const]
            : devices.map((device) => {
                const { name, is } = deviceWords(device, say)
                return [`${name} ${device.id}`, is] as const
              })),
        ]}
      />
    </Section>
  )
}

function Holds({ station }: { station: StationDetail }) {
  const { say } = useText()
  const times = useTimes()
  if (station.holds.length === 0) {
    return <p className={form['soft']}>{say('stations.holds-none')}</p>
  }
  return (
    <ul className={classes['lines']}>
      {station.holds.map(({ kind, id, since, ...hold }) => (
        <li key={id}>{say(`stations.hold.${kind}`, { ...hold, time: times.short(since) })}</li>
      ))}
    </ul>
  )
}
