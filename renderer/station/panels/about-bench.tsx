import { useQuery } from '@tanstack/react-query'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import { useText } from '../../text/text.ts'
import { useCall } from '../station-context.tsx'
import css from './panel.module.css'

/** What somebody who helps from afar asks about first. */
export function AboutBench({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const call = useCall()
  const { data: about } = useQuery({
    queryKey: ['about'],
    queryFn: () => call((client) => client.about()),
  })
  return (
    <dl className={css['about']} data-testid="about">
      <dt>{say('settings.station')}</dt>
      <dd>
        {bench.name} · {bench.stationId}
      </dd>
      <dt>{say('settings.office')}</dt>
      <dd>{bench.server.url}</dd>
      {about && (
        <>
          <dt>{say('settings.version')}</dt>
          <dd>{about.appVersion}</dd>
          <dt>{say('settings.data')}</dt>
          <dd>{about.dataFolder}</dd>
          <dt>{say('settings.devices-file')}</dt>
          <dd>{about.devicesFile ?? say('settings.none')}</dd>
        </>
      )}
    </dl>
  )
}
