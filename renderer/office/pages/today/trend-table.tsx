import { Table } from '@mantine/core'
import { useText } from '../../text/text.ts'
import { lengthWords } from './ages.ts'
import { numberWords } from './day-words.ts'
import type { TrendRow } from './trend-rows.ts'
import classes from './trends.module.css'

/** The charts' figures for whoever reads rather than looks. */
export function TrendTable({ rows }: { rows: readonly TrendRow[] }) {
  const { say, language } = useText()
  const number = (value: number) => numberWords(value, language)
  return (
    <div className={classes['frame']}>
      <Table aria-label={say('trends.title')} className={classes['table']}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('trends.hour')}</Table.Th>
            <Table.Th>{say('trends.picks')}</Table.Th>
            <Table.Th>{say('trends.scans')}</Table.Th>
            <Table.Th>{say('trends.error-scans')}</Table.Th>
            <Table.Th>{say('trends.excepted')}</Table.Th>
            <Table.Th>{say('trends.refused')}</Table.Th>
            <Table.Th>{say('trends.waited')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.hour} data-testid={`hour-${row.hour}`}>
              <Table.Th scope="row">{row.hour}</Table.Th>
              <Table.Td>
                {number(row.picks)} ({number(row.picksBefore)})
              </Table.Td>
              <Table.Td>{number(row.scans)}</Table.Td>
              <Table.Td>{number(row.errorScans)}</Table.Td>
              <Table.Td>{number(row.excepted)}</Table.Td>
              <Table.Td>{number(row.refused)}</Table.Td>
              <Table.Td>
                {row.waitedSeconds !== null && lengthWords(row.waitedSeconds * 1_000, say)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
