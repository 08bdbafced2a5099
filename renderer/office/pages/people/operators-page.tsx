import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { call, type CallAnswer } from '../../api.ts'
import { saveFile, toCsv } from '../../components/csv.ts'
import type { Column } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useText } from '../../text/text.ts'
import { PeopleList, useShownPeople } from './people-list.tsx'

export type Operator = CallAnswer<'GET /v1/operators'>['items'][number]

export function useOperators() {
  return useQuery({ queryKey: ['people', 'operators'], queryFn: () => call('GET /v1/operators') })
}

/** Everybody who works at a bench. */
export function OperatorsPage() {
  const { say } = useText()
  const { data, error } = useOperators()
  return (
    <Page
      title={say('people.operators')}
      lead={say('people.operators-lead')}
      actions={
        <Button component={Link} href="/operators/new">
          {say('people.new-operator')}
        </Button>
      }
    >
      <ProblemNotice error={error} />
      {data === undefined && error === null && <Loading />}
      {data?.items.length === 0 && (
        <EmptyState title={say('people.none')} hint={say('people.none-do')} />
      )}
      {data !== undefined && data.items.length > 0 && <Operators operators={data.items} />}
    </Page>
  )
}

function Operators({ operators }: { operators: readonly Operator[] }) {
  const { say } = useText()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const shown = useShownPeople(operators, {
    isActive: ({ active }) => active,
    words: ({ name, ref }) => `${name} ${ref}`,
  })
  const choose = (ref: string) =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(ref)) next.add(ref)
      return next
    })
  const columns = useColumns(chosen, choose)
  return (
    <PeopleList
      label={say('people.all-operators')}
      activeLabel={say('people.show-active')}
      shown={shown}
      columns={columns}
      rowKey={({ ref }) => ref}
    >
      <PrintButton chosen={chosen} />
      <ExportButton operators={shown} />
    </PeopleList>
  )
}

function PrintButton({ chosen }: { chosen: ReadonlySet<string> }) {
  const { say } = useText()
  const [, go] = useLocation()
  return (
    <Button
      variant="default"
      disabled={chosen.size === 0}
      onClick={() => go(`/badges?refs=${[...chosen].map(encodeURIComponent).join(',')}`)}
    >
      {chosen.size === 0 ? say('people.print') : say('people.print-some', { count: chosen.size })}
    </Button>
  )
}

function ExportButton({ operators }: { operators: readonly Operator[] }) {
  const { say } = useText()
  const head = [
    say('people.ref'),
    say('people.name'),
    say('people.roles'),
    say('people.pin'),
    say('people.works'),
  ]
  const save = () => {
    const rows = operators.map(({ ref, name, roles, hasPin, active }) => [
      ref,
      name,
      roles.map((role) => say(`people.role.${role}`)).join(', '),
      say(hasPin ? 'people.has-pin' : 'people.no-pin'),
      say(active ? 'people.active' : 'people.inactive'),
    ])
    saveFile('people.csv', toCsv(head, rows))
  }
  return (
    <Button variant="default" onClick={save}>
      {say('table.export')}
    </Button>
  )
}

function useColumns(
  chosen: ReadonlySet<string>,
  choose: (ref: string) => void,
): Column<Operator>[] {
  const { say } = useText()
  return [
    {
      key: 'chosen',
      title: say('people.badge'),
      cell: ({ ref, name, active }) => (
        <Checkbox
          aria-label={say('people.choose', { name })}
          checked={chosen.has(ref)}
          disabled={!active}
          onChange={() => choose(ref)}
        />
      ),
    },
    {
      key: 'name',
      title: say('people.name'),
      cell: ({ ref, name }) => <Link href={`/operators/${encodeURIComponent(ref)}`}>{name}</Link>,
      sortBy: ({ name }) => name,
    },
    {
      key: 'ref',
      title: say('people.ref'),
      cell: ({ ref }) => ref,
      sortBy: ({ ref }) => ref,
    },
    {
      key: 'roles',
      title: say('people.roles'),
      cell: ({ roles }) => roles.map((role) => say(`people.role.${role}`)).join(', '),
      sortBy: ({ roles }) => roles.join(' '),
    },
    {
      key: 'pin',
      title: say('people.pin'),
      cell: ({ hasPin }) => say(hasPin ? 'people.has-pin' : 'people.no-pin'),
      sortBy: ({ hasPin }) => (hasPin ? 0 : 1),
    },
    {
      key: 'active',
      title: say('people.works'),
      cell: ({ active }) => say(active ? 'people.active' : 'people.inactive'),
      sortBy: ({ active }) => (active ? 0 : 1),
    },
  ]
}
