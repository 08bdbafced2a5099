import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SupportFileView } from '#contract/http/station-care-routes.ts'
import { addressOf, call } from '../../api.ts'
import form from '../../components/form.module.css'
import { Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useTimes } from '../../components/use-times.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { FlightRecorder } from './flight-recorder.tsx'
import type { StationDetail } from './station-page.tsx'
import classes from './stations.module.css'

/** The way from the office to a bench and back: asked for, on its way, here. */
export function SupportFiles({ station }: { station: StationDetail }) {
  const { say } = useText()
  const may = useMay()
  const queries = useQueryClient()
  const { stationId, supportFiles, revoked } = station
  const ask = useMutation({
    mutationFn: () =>
      call('POST /v1/stations/{stationId}/support-files', { params: { stationId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['stations'] }),
  })
  const isAwaited = supportFiles.some(({ state }) => state === 'asked' || state === 'on-its-way')
  return (
    <Section
      title={say('stations.support')}
      actions={
        may('stations:write') &&
        !revoked && (
          <Button
            variant="default"
            disabled={isAwaited}
            loading={ask.isPending}
            onClick={() => ask.mutate()}
          >
            {say('stations.support-ask')}
          </Button>
        )
      }
    >
      <p className={form['soft']}>{say('stations.support-lead')}</p>
      <ProblemNotice error={ask.error} />
      {supportFiles.length === 0 && <p>{say('stations.support-none')}</p>}
      <ul className={classes['lines']}>
        {supportFiles.map((file) => (
          <SupportFile key={file.id} stationId={stationId} file={file} />
        ))}
      </ul>
    </Section>
  )
}

const KILOBYTE = 1_000

function SupportFile({ stationId, file }: { stationId: string; file: SupportFileView }) {
  const { say } = useText()
  const times = useTimes()
  const [isOpen, setOpen] = useState(false)
  const { id, state, askedAt, arrivedAt, askedBy, bytes } = file
  const params = { stationId, id }
  const words = say(`stations.support.${state}`, {
    time: times.short(arrivedAt ?? askedAt),
    size: Math.ceil((bytes ?? 0) / KILOBYTE),
  })
  return (
    <li className={classes['stack']}>
      <div className={classes['line']}>
        <span role={state === 'here' || state === 'expired' ? undefined : 'status'}>{words}</span>
        <span className={form['soft']}>{say('stations.support-asked-by', { who: askedBy })}</span>
        {state === 'here' && (
          <>
            <a
              href={addressOf('/v1/stations/{stationId}/support-files/{id}', params)}
              download={`loadline-support-${id}.json`}
            >
              {say('stations.support-download')}
            </a>
            <Button
              variant="default"
              size="compact-sm"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {say(isOpen ? 'stations.support-hide' : 'stations.support-look')}
            </Button>
          </>
        )}
      </div>
      {isOpen && <FlightRecorder stationId={stationId} id={id} />}
    </li>
  )
}
