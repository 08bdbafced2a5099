import { Button, FileInput, Progress, Table } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { decodeText, type DecodedText } from '#contract/decode-text.ts'
import { CallProblem } from '../api.ts'
import { useText } from '../text/text.ts'
import { saveFile, toCsv } from './csv.ts'
import classes from './csv-import.module.css'
import { EncodingNote } from './encoding-note.tsx'
import { contentName } from './new-key.ts'
import {
  CSV_BYTES_MAX,
  CSV_ROWS_MAX,
  missingColumns,
  type CsvCells,
  type CsvFile,
} from './csv-cells.ts'
import { problemWords } from './problem-words.ts'
import { sendAll } from './send-all.ts'

/** Bad rows shown; all of them are in the file to download. */
const BAD_ROWS_SHOWN = 100

/** What became of a row: it changed something, it had been sent before, or it was refused. */
export type RowOutcome = 'done' | 'before'

type BadRow = { row: number; why: string; raw: readonly string[] }

export type CsvImportProps<Item> = {
  /** Columns that a file must have, and what each column means. */
  required: readonly string[]
  columns: readonly { name: string; meaning: string }[]
  sample: { name: string; content: string }
  /** What the row says, or a sentence on what is wrong with it. */
  readRow: (cells: CsvCells, delimiter: string) => Item | string
  /** Sends one row. The key is the same whenever the same file is sent again. */
  send: (item: Item, key: string) => Promise<RowOutcome>
  /** Topics to read again at the end. */
  topics: readonly string[]
}

type Loaded<Item> = {
  name: string
  decoded: DecodedText
  file: CsvFile
  contentName: string
  good: readonly { row: number; item: Item; raw: readonly string[] }[]
  bad: readonly BadRow[]
}

type ReadsRows<Item> = Pick<CsvImportProps<Item>, 'readRow'>

type Report = { done: number; before: number; bad: readonly BadRow[]; isOver: boolean }

/**
 * A file of rows, looked at before anything is sent, sent with a progress bar, and reported row by row. Rows that were
 * refused can be saved with the reason beside them, mended, and sent as a file of their own.
 */
export function CsvImport<Item extends object>(props: CsvImportProps<Item>) {
  const { say } = useText()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [loaded, setLoaded] = useState<Loaded<Item> | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const newest = useRef<File | null>(null)
  const look = async (file: File | null) => {
    newest.current = file
    setReport(null)
    setLoaded(null)
    setTrouble(null)
    if (file === null) return
    if (file.size > CSV_BYTES_MAX) {
      setTrouble(say('rows.too-large', { megabytes: CSV_BYTES_MAX / 1024 / 1024 }))
      return
    }
    const decoded = decodeText(new Uint8Array(await file.arrayBuffer()))
    // Few come here to read a file, and what reads it is a third of the page.
    const { readCsv } = await import('./read-csv.ts')
    // A large file must not come in the place of a small one that was chosen after it.
    if (newest.current !== file) return
    const read = readCsv(decoded.text)
    if (typeof read === 'string') {
      setTrouble(say(`rows.${read}`, { rows: CSV_ROWS_MAX }))
      return
    }
    const missing = missingColumns(read, props.required)
    if (missing.length > 0) {
      setTrouble(say('rows.missing', { columns: missing.join(', ') }))
      return
    }
    setLoaded(lookAt(read, { name: file.name, decoded, readRow: props.readRow }))
  }
  // Its disk may be away, or the network when what reads it is fetched.
  const choose = (file: File | null) => {
    look(file).catch(() => setTrouble(say('rows.not-read')))
  }
  const isBusy = report !== null && !report.isOver
  return (
    <div className={classes['import']}>
      <Columns key={loaded === null ? 'open' : 'closed'} isOpen={loaded === null} {...props} />
      <FileInput
        className={classes['file']}
        label={say('rows.file')}
        placeholder={say('rows.choose')}
        accept=".csv,text/csv,text/plain"
        clearable={!isBusy}
        clearButtonProps={{ 'aria-label': say('rows.clear') }}
        disabled={isBusy}
        onChange={choose}
      />
      {trouble !== null && (
        <p role="alert" className={classes['trouble']}>
          {trouble}
        </p>
      )}
      {loaded !== null && (
        <Sending loaded={loaded} report={report} onReport={setReport} props={props} />
      )}
    </div>
  )
}

function lookAt<Item extends object>(
  file: CsvFile,
  { name, decoded, readRow }: Pick<Loaded<Item>, 'name' | 'decoded'> & ReadsRows<Item>,
): Loaded<Item> {
  const good: { row: number; item: Item; raw: readonly string[] }[] = []
  const bad: BadRow[] = []
  for (const { row, cells, raw } of file.rows) {
    const read = readRow(cells, file.delimiter)
    if (typeof read === 'string') bad.push({ row, why: read, raw })
    else good.push({ row, item: read, raw })
  }
  return { name, decoded, file, contentName: contentName(decoded.text), good, bad }
}

type SendingProps<Item> = {
  loaded: Loaded<Item>
  report: Report | null
  onReport: (report: Report) => void
  props: CsvImportProps<Item>
}

function Sending<Item extends object>({ loaded, report, onReport, props }: SendingProps<Item>) {
  const speaker = useText()
  const { say } = speaker
  const queries = useQueryClient()
  const isStopped = useRef(false)
  const { good, bad } = loaded
  const start = async () => {
    isStopped.current = false
    const refused: BadRow[] = [...bad]
    const counts = { done: 0, before: 0 }
    const tell = (isOver: boolean) => onReport({ ...counts, bad: [...refused], isOver })
    tell(false)
    await sendAll({
      items: good,
      isStopped: () => isStopped.current,
      send: ({ item, row }) =>
        props
          .send(item, `csv-${loaded.contentName}-${row}`)
          .catch((error: unknown) => ({ why: reason(error, speaker) })),
      onDone: ({ row, raw }, outcome) => {
        if (typeof outcome === 'string') counts[outcome] += 1
        else refused.push({ row, raw, why: outcome.why })
        tell(false)
      },
    })
    tell(true)
    for (const topic of props.topics) await queries.invalidateQueries({ queryKey: [topic] })
  }
  const sent = report === null ? 0 : report.done + report.before + report.bad.length - bad.length
  const shown = report?.bad ?? bad
  return (
    <>
      <EncodingNote {...loaded.decoded} />
      <p>{say('rows.found', { count: loaded.file.rows.length, file: loaded.name })}</p>
      {report === null && (
        <Button
          className={classes['start']}
          disabled={good.length === 0}
          onClick={() => void start()}
        >
          {say('rows.start', { count: good.length })}
        </Button>
      )}
      {report !== null && (
        <Progress
          className={classes['progress']}
          value={good.length === 0 ? 100 : (100 * sent) / good.length}
          aria-label={say('rows.progress')}
          size="lg"
        />
      )}
      {report !== null && !report.isOver && (
        <Button
          className={classes['start']}
          variant="default"
          onClick={() => {
            isStopped.current = true
          }}
        >
          {say('rows.stop')}
        </Button>
      )}
      {report !== null && <Counts report={report} left={good.length - sent} />}
      {shown.length > 0 && <BadRows rows={shown} header={loaded.file.header} name={loaded.name} />}
    </>
  )
}

/** Why a row was not taken, in the language of the page; the others go on, and the same file may be sent again. */
function reason(error: unknown, speaker: ReturnType<typeof useText>): string {
  if (!(error instanceof CallProblem) || error.status === 0) return speaker.say('state.unreachable')
  const { text, original, places } = problemWords(error, speaker)
  const words = [text, ...places].join(' ')
  return original === null ? words : `${words} (${original})`
}

function Counts({ report, left }: { report: Report; left: number }) {
  const { say } = useText()
  return (
    <p role="status" className={classes['counts']}>
      <strong>{say('rows.done', { count: report.done })}</strong>{' '}
      {report.before > 0 && `${say('rows.before', { count: report.before })} `}
      {report.bad.length > 0 && `${say('rows.bad', { count: report.bad.length })} `}
      {left > 0 && say(report.isOver ? 'rows.not-sent' : 'rows.left', { count: left })}
    </p>
  )
}

type BadRowsProps = { rows: readonly BadRow[]; header: readonly string[]; name: string }

function BadRows({ rows, header, name }: BadRowsProps) {
  const { say } = useText()
  const sorted = rows.toSorted((a, b) => a.row - b.row)
  const save = () => {
    const lines = sorted.map(({ row, why, raw }) => [
      ...header.map((_, at) => raw[at] ?? ''),
      row,
      why,
    ])
    const file = toCsv([...header, say('rows.row'), say('rows.why')], lines)
    saveFile(`${name.replace(/\.\w+$/, '')}-${say('rows.bad-file')}.csv`, file)
  }
  return (
    <>
      <div className={classes['badHead']}>
        <h2>{say('rows.bad', { count: rows.length })}</h2>
        <Button variant="default" onClick={save}>
          {say('rows.save-bad')}
        </Button>
      </div>
      <div className={classes['frame']}>
        <Table aria-label={say('rows.bad', { count: rows.length })}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('rows.row')}</Table.Th>
              <Table.Th>{say('rows.why')}</Table.Th>
              <Table.Th>{say('rows.content')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.slice(0, BAD_ROWS_SHOWN).map(({ row, why, raw }) => (
              <Table.Tr key={row}>
                <Table.Td>{row}</Table.Td>
                <Table.Td>{why}</Table.Td>
                <Table.Td className={classes['raw']}>{raw.join(' · ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  )
}

type ColumnsProps = Pick<CsvImportProps<object>, 'columns' | 'required' | 'sample'> & {
  isOpen: boolean
}

function Columns({ columns, required, sample, isOpen }: ColumnsProps) {
  const { say } = useText()
  return (
    <details className={classes['columns']} open={isOpen}>
      <summary>{say('rows.columns')}</summary>
      <dl>
        {columns.map(({ name, meaning }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {required.includes(name) && <strong>{say('rows.needed')} </strong>}
              {meaning}
            </dd>
          </div>
        ))}
      </dl>
      <Button variant="default" onClick={() => saveFile(sample.name, sample.content)}>
        {say('rows.sample')}
      </Button>
    </details>
  )
}
