import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import form from '../../components/form.module.css'
import { useAddress, useSorting } from '../../components/use-address.ts'
import { useText } from '../../text/text.ts'

type Look<Person> = {
  isActive: (person: Person) => boolean
  /** What a search finds them by. */
  words: (person: Person) => string
}

/** Those of some people that the address asks for. */
export function useShownPeople<Person>(people: readonly Person[], look: Look<Person>): Person[] {
  const { get } = useAddress()
  const searched = get('search').toLowerCase()
  return people.filter(
    (person) =>
      (look.isActive(person) || get('show') === 'all') &&
      look.words(person).toLowerCase().includes(searched),
  )
}

type Props<Person> = {
  label: string
  /** What those are called that are shown unless one asks for all. */
  activeLabel: string
  shown: readonly Person[]
  columns: readonly Column<Person>[]
  rowKey: (person: Person) => string
  /** Buttons beside the filters. */
  children: ReactNode
}

/** People in a table with its search, in the address. */
export function PeopleList<Person>(props: Props<Person>) {
  const { label, activeLabel, shown, columns, rowKey, children } = props
  const { say } = useText()
  const { get, set } = useAddress()
  const [sorting, onSort] = useSorting()
  return (
    <>
      <div className={form['row']}>
        <TextInput
          label={say('table.search')}
          value={get('search')}
          onChange={({ currentTarget }) => set({ search: currentTarget.value })}
        />
        <NativeSelect
          label={say('people.show')}
          value={get('show')}
          onChange={({ currentTarget }) => set({ show: currentTarget.value })}
          data={[
            { value: '', label: activeLabel },
            { value: 'all', label: say('people.show-all') },
          ]}
        />
        {children}
      </div>
      {shown.length === 0 ? (
        <EmptyState title={say('table.none-found')} />
      ) : (
        <DataTable
          label={label}
          rows={shown}
          columns={columns}
          rowKey={rowKey}
          sorting={sorting}
          onSort={onSort}
        />
      )}
    </>
  )
}
