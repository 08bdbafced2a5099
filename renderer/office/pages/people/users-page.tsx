import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call, type CallAnswer } from '../../api.ts'
import { saveFile, toCsv } from '../../components/csv.ts'
import type { Column } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useTimes } from '../../components/use-times.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { PeopleList, useShownPeople } from './people-list.tsx'

export type User = CallAnswer<'GET /v1/users'>['items'][number]

export function useUsers() {
  const may = useMay()
  return useQuery({
    queryKey: ['people', 'users'],
    queryFn: () => call('GET /v1/users'),
    enabled: may('users:write'),
  })
}

/** Who signs in to these pages. */
export function UsersPage() {
  const { say } = useText()
  const may = useMay()
  const { data, error } = useUsers()
  if (!may('users:write')) {
    return (
      <Page title={say('people.users')}>
        <EmptyState title={say('shell.may-not')} hint={say('shell.may-not-do')} />
      </Page>
    )
  }
  return (
    <Page
      title={say('people.users')}
      lead={say('people.users-lead')}
      actions={
        <Button component={Link} href="/users/new">
          {say('people.new-user')}
        </Button>
      }
    >
      <ProblemNotice error={error} />
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <Users users={data.items} />}
    </Page>
  )
}

function Users({ users }: { users: readonly User[] }) {
  const { say } = useText()
  const columns = useColumns()
  const shown = useShownPeople(users, {
    isActive: ({ disabledAt }) => disabledAt === null,
    words: ({ name, displayName, email }) => `${name} ${displayName} ${email ?? ''}`,
  })
  return (
    <PeopleList
      label={say('people.all-users')}
      activeLabel={say('people.enabled')}
      shown={shown}
      columns={columns}
      rowKey={({ name }) => name}
    >
      <ExportButton users={shown} />
    </PeopleList>
  )
}

function ExportButton({ users }: { users: readonly User[] }) {
  const { say } = useText()
  const { exact } = useTimes()
  const head = [
    say('people.login'),
    say('people.name'),
    say('people.email'),
    say('people.user-role'),
    say('people.since'),
    say('people.user-state'),
  ]
  const save = () => {
    const rows = users.map(({ name, displayName, email, role, createdAt, disabledAt }) => [
      name,
      displayName,
      email,
      say(`people.user-role.${role}`),
      exact(createdAt),
      disabledAt === null
        ? say('people.enabled')
        : say('people.disabled', { time: exact(disabledAt) }),
    ])
    saveFile('users.csv', toCsv(head, rows))
  }
  return (
    <Button variant="default" onClick={save}>
      {say('table.export')}
    </Button>
  )
}

function useColumns(): Column<User>[] {
  const { say } = useText()
  const { day } = useTimes()
  return [
    {
      key: 'name',
      title: say('people.name'),
      cell: ({ name, displayName }) => <Link href={`/users/${name}`}>{displayName}</Link>,
      sortBy: ({ displayName }) => displayName,
    },
    {
      key: 'login',
      title: say('people.login'),
      cell: ({ name }) => name,
      sortBy: ({ name }) => name,
    },
    {
      key: 'email',
      title: say('people.email'),
      cell: ({ email }) => email ?? '–',
      sortBy: ({ email }) => email ?? '',
    },
    {
      key: 'role',
      title: say('people.user-role'),
      cell: ({ role }) => say(`people.user-role.${role}`),
      sortBy: ({ role }) => say(`people.user-role.${role}`),
    },
    {
      key: 'since',
      title: say('people.since'),
      cell: ({ createdAt }) => day(createdAt),
      sortBy: ({ createdAt }) => createdAt,
    },
    {
      key: 'state',
      title: say('people.user-state'),
      cell: ({ disabledAt }) =>
        disabledAt === null
          ? say('people.enabled')
          : say('people.disabled', { time: day(disabledAt) }),
      sortBy: ({ disabledAt }) => disabledAt ?? '',
    },
  ]
}
