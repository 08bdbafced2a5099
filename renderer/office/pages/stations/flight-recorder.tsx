import { useQuery } from '@tanstack/react-query'
import { call } from '../../api.ts'
import { DataTable } from '../../components/data-table.tsx'
import form from '../../components/form.module.css'
import { Loading } from '../../components/loading.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useTimes } from '../../components/use-times.ts'
import { useText } from '../../text/text.ts'
import { flightEvents, wordsOf } from './flight-words.ts'

/** What the devices of a bench said and did last, newest first, as its support file has it. */
export function FlightRecorder({ stationId, id }: { stationId: string; id: string }) {
  const { say } = useText()
  const times = useTimes()
  const { data, error } = useQuery({
    queryKey: ['support-file', id],
    queryFn: () =>
      call('GET /v1/stations/{stationId}/support-files/{id}', { params: { stationId, id } }),
  })
  if (data === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  const events = flightEvents(data)
  if (events.length === 0) return <p className={form['soft']}>{say('stations.flight-none')}</p>
  return (
    <DataTable
      label={say('stations.flight')}
      rows={events}
      rowKey={({ key }) => key}
      sorting={null}
      onSort={() => undefined}
      columns={[
        { key: 'at', title: say('stations.log-at'), cell: ({ at }) => times.exact(at) },
        {
          key: 'device',
          title: say('stations.flight-device'),
          cell: ({ device }) => device ?? '–',
        },
        {
          key: 'event',
          title: say('stations.flight-event'),
          cell: (event) => wordsOf(event, say),
        },
      ]}
    />
  )
}
