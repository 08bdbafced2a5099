import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { StationActionView } from '#contract/http/station-log-routes.ts'
import { Link } from 'wouter'
import { call } from '../../api.ts'
import { actionWords } from '../../components/action-words.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import form from '../../components/form.module.css'
import { Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { receiptWords } from '../../components/receipt-words.ts'
import { useTimes } from '../../components/use-times.ts'
import { useText } from '../../text/text.ts'

const PAGE = 25

/** What a bench did last and what the office said to it, newest first. */
export function StationLog({ stationId }: { stationId: string }) {
  const { say } = useText()
  const columns = useColumns()
  const log = useInfiniteQuery({
    queryKey: ['stations', 'log', stationId],
    queryFn: ({ pageParam }) =>
      call('GET /v1/stations/{stationId}/actions', {
        params: { stationId },
        query: { limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) },
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  })
  const rows = log.data?.pages.flatMap(({ items }) => items)
  return (
    <Section title={say('stations.log')}>
      <ProblemNotice error={log.error} />
      {rows?.length === 0 && <p className={form['soft']}>{say('stations.log-none')}</p>}
      {rows !== undefined && rows.length > 0 && (
        <DataTable
          label={say('stations.log')}
          rows={rows}
          columns={columns}
          rowKey={({ seq }) => String(seq)}
          sorting={null}
          onSort={() => undefined}
        />
      )}
      {log.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={log.isFetchingNextPage}
            onClick={() => void log.fetchNextPage()}
          >
            {say('table.more')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function useColumns(): Column<StationActionView>[] {
  const { say, language } = useText()
  const times = useTimes()
  return [
    { key: 'seq', title: say('stations.log-seq'), cell: ({ seq }) => seq, isNumber: true },
    {
      key: 'at',
      title: say('stations.log-at'),
      cell: ({ occurredAt, receivedAt }) => times.exact(occurredAt ?? receivedAt),
    },
    {
      key: 'what',
      title: say('stations.log-what'),
      cell: ({ type }) => actionWords(type, language),
    },
    { key: 'who', title: say('stations.log-who'), cell: ({ operatorId }) => operatorId ?? '–' },
    { key: 'outcome', title: say('stations.log-outcome'), cell: (row) => <Outcome action={row} /> },
  ]
}

function Outcome({ action }: { action: StationActionView }) {
  const { say, language } = useText()
  const { outcome, exceptionId, closed } = action
  const why = receiptWords(action, { say, language })
  const words = say(`stations.outcome.${outcome}`)
  return (
    <>
      {exceptionId === null ? words : <Link href={`~/exceptions/${exceptionId}`}>{words}</Link>}
      {why !== null && <span className={form['soft']}> {why}</span>}
      {closed !== null && (
        <span className={form['soft']}>
          {' '}
          {say('stations.refused-closed', { how: say(`stations.ending.${closed.how}`) })}
        </span>
      )}
    </>
  )
}
