import { Button, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { saveFile, toCsv } from '../../components/csv.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import form from '../../components/form.module.css'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress, useSorting } from '../../components/use-address.ts'
import { useText } from '../../text/text.ts'

/** `csv` is what an export writes; a column without it is left out there. */
export type ListColumn<Row> = Column<Row> & { csv?: (row: Row) => string | number | null }

type Props<Row> = {
  title: string
  lead: string
  /** Where a new one is made, and what the button says; or what is done there and then. */
  fresh?: { title: string; href?: string; onClick?: () => void } | undefined
  empty: { title: string; hint: string }
  /** Undefined while it is being read. */
  rows: readonly Row[] | undefined
  error: unknown
  columns: readonly ListColumn<Row>[]
  rowKey: (row: Row) => string
  /** What the search looks through. */
  words: (row: Row) => string
  fileName: string
  onMore?: (() => void) | undefined
  /** More filters beside the search. */
  filters?: ReactNode
  /** Above the table: something that was just made. */
  children?: ReactNode
}

/** A list of settings: searched, sorted, exported, each row a link to its page. */
export function SettingsList<Row>(props: Props<Row>) {
  const { title, lead, fresh, empty, rows, error, children } = props
  return (
    <Page
      title={title}
      lead={lead}
      actions={
        fresh?.href === undefined ? (
          fresh && <Button onClick={fresh.onClick}>{fresh.title}</Button>
        ) : (
          <Button component={Link} href={fresh.href}>
            {fresh.title}
          </Button>
        )
      }
    >
      {children}
      <ProblemNotice error={error} />
      {rows === undefined && (error === null || error === undefined) && <Loading />}
      {rows?.length === 0 && (
        <>
          {props.filters}
          <EmptyState {...empty} />
        </>
      )}
      {rows !== undefined && rows.length > 0 && <Rows {...props} rows={rows} />}
    </Page>
  )
}

function Rows<Row>(props: Props<Row> & { rows: readonly Row[] }) {
  const { title, rows, columns, rowKey, words, fileName, onMore, filters } = props
  const { say } = useText()
  const { get, set } = useAddress()
  const [sorting, onSort] = useSorting()
  const search = get('search').toLowerCase()
  const shown = rows.filter((row) => words(row).toLowerCase().includes(search))
  const save = () => {
    const told = columns.filter(({ csv }) => csv !== undefined)
    const cells = shown.map((row) => told.map(({ csv }) => csv?.(row) ?? null))
    const head = told.map((column) => column.title)
    saveFile(fileName, toCsv(head, cells))
  }
  return (
    <>
      <div className={form['row']}>
        <TextInput
          label={say('table.search')}
          value={get('search')}
          onChange={({ currentTarget }) => set({ search: currentTarget.value })}
        />
        {filters}
        <Button variant="default" onClick={save}>
          {say('table.export')}
        </Button>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={say('table.none-found')} />
      ) : (
        <DataTable
          label={title}
          rows={shown}
          columns={columns}
          rowKey={rowKey}
          sorting={sorting}
          onSort={onSort}
        />
      )}
      {onMore !== undefined && (
        <div>
          <Button variant="default" onClick={onMore}>
            {say('table.more')}
          </Button>
        </div>
      )}
    </>
  )
}
