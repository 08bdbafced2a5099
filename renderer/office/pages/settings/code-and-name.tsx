import { Link } from 'wouter'
import type { Say } from '../../text/text.ts'
import type { ListColumn } from './settings-list.tsx'

/** The first two columns of everything that has a code and a name; the code leads to its page below `base`. */
export function codeAndName<Row extends { code: string; name: string }>(
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
