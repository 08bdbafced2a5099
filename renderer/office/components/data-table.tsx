import { Table, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../text/text.ts'
import classes from './data-table.module.css'

export type Column<Row> = {
  key: string
  title: string
  /** What the cell shows. */
  cell: (row: Row) => ReactNode
  /** Numbers stand at the right, so that their digits stand below each other. */
  isNumber?: boolean
  /** What to sort by; a column without it cannot be sorted. */
  sortBy?: (row: Row) => string | number
}

export type Sorting = { key: string; isDescending: boolean }

type Props<Row> = {
  /** Says what the table holds, for whoever does not see it. */
  label: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** Null leaves the rows as they come. Keep it in the address, so that a link shows the same. */
  sorting: Sorting | null
  onSort: (sorting: Sorting) => void
}

/** A table that sorts by a click on its heads. Filters and paging stand around it. */
export function DataTable<Row>({ label, rows, columns, rowKey, sorting, onSort }: Props<Row>) {
  const { say } = useText()
  const sorted = sortRows(rows, columns, sorting)
  return (
    <div className={classes['frame']}>
      <Table aria-label={label} className={classes['table']} highlightOnHover stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map(({ key, cell, isNumber }) => (
                <Table.Td key={key} className={isNumber === true ? classes['number'] : undefined}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={classes['count']}>{say('table.rows', { count: rows.length })}</p>
    </div>
  )
}

type HeadProps<Row> = Pick<Props<Row>, 'sorting' | 'onSort'> & { column: Column<Row> }

function Head<Row>({ column, sorting, onSort }: HeadProps<Row>) {
  const { key, title, isNumber, sortBy } = column
  const isSorted = sorting?.key === key
  const direction = sorting?.isDescending === true ? 'descending' : 'ascending'
  const mark = isSorted ? (direction === 'descending' ? '▼' : '▲') : ''
  return (
    <Table.Th
      aria-sort={isSorted ? direction : undefined}
      className={isNumber === true ? classes['number'] : undefined}
    >
      {sortBy === undefined ? (
        title
      ) : (
        <UnstyledButton
          className={classes['sort']}
          onClick={() => onSort({ key, isDescending: isSorted && !sorting.isDescending })}
        >
          {title}
          <span aria-hidden="true" className={classes['mark']}>
            {mark}
          </span>
        </UnstyledButton>
      )}
    </Table.Th>
  )
}

export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | null,
): readonly Row[] {
  const sortBy = columns.find(({ key }) => key === sorting?.key)?.sortBy
  if (sortBy === undefined || sorting === null) return rows
  const sign = sorting.isDescending ? -1 : 1
  return rows.toSorted((a, b) => sign * compare(sortBy(a), sortBy(b)))
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), undefined, { numeric: true })
}
