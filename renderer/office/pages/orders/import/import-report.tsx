import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { saveFile, toCsv } from '../../../components/csv.ts'
import { DataTable, type Column } from '../../../components/data-table.tsx'
import { Mark } from '../../../components/order-state.tsx'
import { Section } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { problemWords } from '../../../components/problem-words.ts'
import { useSorting } from '../../../components/use-address.ts'
import { useText } from '../../../text/text.ts'
import { ImportCounts } from './import-counts.tsx'
import { badRowsText } from './import-parts.ts'
import { forgetImport, type ImportRun, type ReportRow } from './import-run.ts'
import classes from './import.module.css'

/** Rows drawn at once; all of them are in the file to download. */
const ROWS_SHOWN_MAX = 500

/** What became of each row. Those refused come first: somebody has to do something about them. */
export function ImportReport({ run }: { run: ImportRun }) {
  const { say } = useText()
  const [isAll, setAll] = useState(false)
  const refused = run.report.filter(({ outcome }) => outcome === 'refused')
  const isWhole = run.state === 'done'
  const title = say(isWhole ? 'order-import.done' : 'order-import.stopped', { name: run.name })
  return (
    <>
      <Section
        title={title}
        actions={
          <Button variant="default" onClick={forgetImport}>
            {say('order-import.again')}
          </Button>
        }
      >
        <ImportCounts run={run} />
        {!isWhole && <p>{say('order-import.stopped-hint')}</p>}
        <ProblemNotice error={run.error} />
        <Verdict run={run} refusedRows={refused.length} />
        {run.ignoredColumns.length > 0 && (
          <p className={classes['soft']}>
            {say('order-import.ignored', { columns: run.ignoredColumns.join(', ') })}
          </p>
        )}
        <Downloads run={run} refused={refused} />
      </Section>
      <div className={classes['buttons']}>
        {refused.length > 0 && (
          <Button variant="default" onClick={() => setAll(!isAll)}>
            {say(isAll ? 'order-import.show-bad' : 'order-import.show-all')}
          </Button>
        )}
      </div>
      <RowTable rows={isAll || refused.length === 0 ? run.report : refused} />
    </>
  )
}

function Verdict({ run, refusedRows }: { run: ImportRun; refusedRows: number }) {
  const { say } = useText()
  if (refusedRows > 0) {
    return (
      <p role="status">
        <strong>{say('order-import.bad-rows', { count: refusedRows })}.</strong>{' '}
        {say('order-import.mend')}
      </p>
    )
  }
  if (run.report.length === 0) return null
  const isNew = run.orders > 0
  return (
    <p role="status">
      {isNew
        ? say('order-import.all-good', { count: run.report.length })
        : say('order-import.nothing-new')}
    </p>
  )
}

type DownloadsProps = { run: ImportRun; refused: readonly ReportRow[] }

function Downloads({ run, refused }: DownloadsProps) {
  const { say } = useText()
  const reason = useReason()
  const bare = run.name.replace(/\.\w+$/, '')
  const saveBad = () => {
    const why = new Map(refused.map((row) => [row.row, reason(row)]))
    saveFile(`${bare}-refused.csv`, badRowsText(run.file, why))
  }
  const saveReport = () => {
    const head = ['row', 'intent', 'outcome', 'order', 'why'] as const
    const rows = run.report.map((row) => [
      row.row,
      row.orderIntentId,
      say(`order-import.outcome.${row.outcome}`),
      row.orderNumber ?? null,
      reason(row),
    ])
    const titles = head.map((name) => say(`order-import.${name}`))
    saveFile(`${bare}-report.csv`, toCsv(titles, rows))
  }
  return (
    <div className={classes['buttons']}>
      {refused.length > 0 && <Button onClick={saveBad}>{say('order-import.download-bad')}</Button>}
      <Button variant="default" onClick={saveReport}>
        {say('order-import.download-report')}
      </Button>
    </div>
  )
}

function RowTable({ rows }: { rows: readonly ReportRow[] }) {
  const { say } = useText()
  const [sorting, setSorting] = useSorting()
  const columns = useColumns()
  if (rows.length === 0) return null
  return (
    <DataTable
      label={say('order-import.outcome')}
      rows={rows.slice(0, ROWS_SHOWN_MAX)}
      columns={columns}
      rowKey={({ row }) => String(row)}
      sorting={sorting}
      onSort={setSorting}
    />
  )
}

/** Why a row was refused, in the language of the page. */
function useReason(): (row: ReportRow) => string {
  const speaker = useText()
  return ({ code, detail }) => {
    if (code === undefined) return detail ?? ''
    const { text, original } = problemWords({ code, message: detail ?? '' }, speaker)
    return original === null ? text : `${text} (${original})`
  }
}

function useColumns(): Column<ReportRow>[] {
  const { say } = useText()
  const reason = useReason()
  return [
    {
      key: 'row',
      title: say('order-import.row'),
      isNumber: true,
      cell: ({ row }) => row,
      sortBy: ({ row }) => row,
    },
    {
      key: 'intent',
      title: say('order-import.intent'),
      cell: ({ orderIntentId }) => orderIntentId,
      sortBy: ({ orderIntentId }) => orderIntentId,
    },
    {
      key: 'outcome',
      title: say('order-import.outcome'),
      cell: ({ outcome }) => <OutcomeMark outcome={outcome} />,
      sortBy: ({ outcome }) => outcome,
    },
    {
      key: 'order',
      title: say('order-import.order'),
      cell: ({ orderNumber }) =>
        orderNumber === undefined ? '' : <Link href={`/${orderNumber}`}>{orderNumber}</Link>,
      sortBy: ({ orderNumber }) => orderNumber ?? '',
    },
    {
      key: 'why',
      title: say('order-import.why'),
      cell: reason,
      sortBy: reason,
    },
  ]
}

const LOOKS = {
  confirmed: ['good', 'check'],
  backordered: ['warn', 'clock'],
  replayed: ['plain', 'check'],
  refused: ['wrong', 'cross'],
} as const

function OutcomeMark({ outcome }: Pick<ReportRow, 'outcome'>) {
  const { say } = useText()
  const [tone, icon] = LOOKS[outcome]
  return <Mark tone={tone} icon={icon} text={say(`order-import.outcome.${outcome}`)} />
}
