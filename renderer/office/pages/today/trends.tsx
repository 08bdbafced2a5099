import { Button, TextInput } from '@mantine/core'
import { addDays } from '#contract/orders/local-time.ts'
import { shortDay } from '../../../format/day.ts'
import { saveFile, toCsv } from '../../components/csv.ts'
import { Loading } from '../../components/loading.tsx'
import { Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useText } from '../../text/text.ts'
import { PicksChart, WaitedChart, WrongChart } from './trend-charts.tsx'
import { trendRows, type Trends as Figures } from './trend-rows.ts'
import { TrendTable } from './trend-table.tsx'
import classes from './trends.module.css'
import { useTrends } from './use-trends.ts'

type Props = { today: string }

/** Picks, what went wrong and how long the office had to wait, by the hour of one day. */
export function Trends({ today }: Props) {
  const { say } = useText()
  const { data, error } = useTrends()
  return (
    <Section title={say('trends.title')} actions={<Tools today={today} figures={data} />}>
      <ProblemNotice error={error} />
      {data === undefined ? error === null && <Loading /> : <Charts figures={data} />}
    </Section>
  )
}

function Charts({ figures }: { figures: Figures }) {
  const { say, language } = useText()
  const rows = trendRows(figures)
  return (
    <>
      <div className={classes['charts']}>
        <PicksChart rows={rows} before={figures.before.day} />
        <WrongChart rows={rows} />
        <WaitedChart rows={rows} />
      </div>
      <details className={classes['details']}>
        <summary>{say('trends.table')}</summary>
        <TrendTable rows={rows} />
      </details>
      <p className={classes['soft']}>
        {say('trends.kept-since', { day: shortDay(figures.keptSince, language) })}
      </p>
    </>
  )
}

function Tools({ today, figures }: { today: string; figures: Figures | undefined }) {
  const { say } = useText()
  const { get, set } = useAddress()
  const exportCsv = () => {
    if (figures === undefined) return
    const head = [
      say('trends.hour'),
      say('trends.picks'),
      say('trends.before', { day: figures.before.day }),
      say('trends.actions'),
      say('trends.excepted'),
      say('trends.refused'),
      say('trends.scans'),
      say('trends.error-scans'),
      say('trends.waited-seconds'),
    ]
    const rows = trendRows(figures, { isWholeDay: true }).map((row) => [
      row.hour,
      row.picks,
      row.picksBefore,
      row.actions,
      row.excepted,
      row.refused,
      row.scans,
      row.errorScans,
      row.waitedSeconds === null ? null : Math.round(row.waitedSeconds),
    ])
    saveFile(`trends-${figures.today.day}.csv`, toCsv(head, rows))
  }
  return (
    <>
      <TextInput
        type="date"
        size="xs"
        aria-label={say('trends.day')}
        value={get('trend') || today}
        max={today}
        min={figures?.keptSince ?? addDays(today, -1)}
        onChange={({ currentTarget: { value } }) => set({ trend: value === today ? '' : value })}
      />
      <Button size="xs" variant="default" onClick={exportCsv} disabled={figures === undefined}>
        {say('trends.export')}
      </Button>
    </>
  )
}
