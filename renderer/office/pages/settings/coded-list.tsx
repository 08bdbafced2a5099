import { Link } from 'wouter'
import { useText, type Say } from '../../text/text.ts'
import { SettingsList, type ListColumn } from './settings-list.tsx'
import { usePages, type ListPage } from './use-pages.ts'

/** What goes by a code and has a page of its own below `/regions` and the like. */
export type CodedKind = 'warehouse' | 'region' | 'packaging'

type Props<Row> = {
  of: CodedKind
  read: (after: string) => Promise<ListPage<Row>>
  /** The columns behind those of the code and the name. */
  columns: readonly ListColumn<Row>[]
  empty: { title: string; hint: string }
  /** What the search looks through besides the code and the name. */
  more?: (row: Row) => string
}

/** All that there is of one kind; the code leads to its page. */
export function CodedList<Row extends { code: string; name: string }>(props: Props<Row>) {
  const { of, read, columns, empty, more } = props
  const { say } = useText()
  const list = usePages(`${of}-list`, read)
  return (
    <SettingsList
      title={say(`settings.${of}s`)}
      lead={say(`settings.${of}s-lead`)}
      fresh={{ href: `/${of}s/+`, title: say(`settings.new-${of}`) }}
      empty={empty}
      rows={list.items}
      error={list.error}
      columns={[...codeAndName<Row>(`/${of}s`, say), ...columns]}
      rowKey={({ code }) => code}
      words={(row) => [row.code, row.name, ...(more === undefined ? [] : [more(row)])].join(' ')}
      fileName={`${of}s.csv`}
      onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
    />
  )
}

function codeAndName<Row extends { code: string; name: string }>(
  base: string,
  say: Say,
): ListColumn<Row>[] {
  return [
    {
      key: 'code',
      title: say('settings.code'),
      cell: ({ code }) => <Link href={`${base}/${encodeURIComponent(code)}`}>{code}</Link>,
      sortBy: ({ code }) => code,
      csv: ({ code }) => code,
    },
    {
      key: 'name',
      title: say('settings.name'),
      cell: ({ name }) => name,
      sortBy: ({ name }) => name,
      csv: ({ name }) => name,
    },
  ]
}
