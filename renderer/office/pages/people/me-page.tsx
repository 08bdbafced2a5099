import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { call, type CallAnswer } from '../../api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Facts } from '../../components/facts.tsx'
import form from '../../components/form.module.css'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useTimes } from '../../components/use-times.ts'
import { useSession } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import classes from './people.module.css'

/** One's own account: who one is, the password, and where one is signed in. */
export function MePage() {
  const { say } = useText()
  const { session } = useSession()
  if (session === null || session === undefined) return null
  const { name, displayName, role } = session
  return (
    <Page title={say('people.me')} lead={displayName}>
      {role === null ? (
        <p>{say('people.me-token')}</p>
      ) : (
        <>
          <Facts
            facts={[
              [say('people.login'), name],
              [say('people.user-role'), say(`people.user-role.${role}`)],
            ]}
          />
          <ChangePassword name={name} />
          <Sessions />
        </>
      )}
    </Page>
  )
}

const NOTHING = { current: '', fresh: '' }

function ChangePassword({ name }: { name: string }) {
  const { say } = useText()
  const queries = useQueryClient()
  const [given, setGiven] = useState(NOTHING)
  const change = useMutation({
    mutationFn: () =>
      call('POST /v1/users/{name}/password', {
        params: { name },
        body: { current: given.current, new: given.fresh },
      }),
    onSuccess: () => {
      setGiven(NOTHING)
      return queries.invalidateQueries({ queryKey: ['people'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <Section title={say('people.change-password')}>
      <form className={form['form']} onSubmit={submit}>
        <input type="text" autoComplete="username" value={name} readOnly hidden />
        <PasswordInput
          label={say('people.current')}
          autoComplete="current-password"
          value={given.current}
          onChange={({ currentTarget }) => {
            const { value } = currentTarget
            setGiven((before) => ({ ...before, current: value }))
          }}
          required
        />
        <PasswordInput
          label={say('people.new-password')}
          description={say('people.first-password-hint')}
          autoComplete="new-password"
          value={given.fresh}
          onChange={({ currentTarget }) => {
            const { value } = currentTarget
            setGiven((before) => ({ ...before, fresh: value }))
          }}
          required
        />
        <p className={form['soft']}>{say('people.change-password-say')}</p>
        <ProblemNotice error={change.error} />
        {change.isSuccess && (
          <p className={classes['good']} role="status">
            {say('people.changed')}
          </p>
        )}
        <div>
          <Button type="submit" loading={change.isPending}>
            {say('people.change-password')}
          </Button>
        </div>
      </form>
    </Section>
  )
}

type OwnSession = CallAnswer<'GET /v1/sessions'>['items'][number]

function Sessions() {
  const { say } = useText()
  const { dateTime } = useTimes()
  const queries = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['people', 'sessions'],
    queryFn: () => call('GET /v1/sessions'),
  })
  const end = useMutation({
    mutationFn: () => call('DELETE /v1/sessions', { query: { except: 'current' } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people', 'sessions'] }),
  })
  const sessions: readonly OwnSession[] = data?.items ?? []
  return (
    <Section
      title={say('people.sessions')}
      actions={
        sessions.length > 1 && (
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {say('people.end-others')}
          </Button>
        )
      }
    >
      <ProblemNotice error={error ?? end.error} />
      <DataTable
        label={say('people.sessions')}
        rows={sessions}
        rowKey={({ createdAt, expiresAt }) => `${createdAt} ${expiresAt}`}
        sorting={null}
        onSort={() => undefined}
        columns={[
          {
            key: 'where',
            title: say('people.sessions'),
            cell: ({ isCurrent }) =>
              say(isCurrent ? 'people.session-here' : 'people.session-other'),
          },
          {
            key: 'began',
            title: say('people.session-began'),
            cell: ({ createdAt }) => dateTime(createdAt),
          },
          {
            key: 'seen',
            title: say('people.session-seen'),
            cell: ({ lastSeenAt }) => dateTime(lastSeenAt),
          },
          {
            key: 'ends',
            title: say('people.session-ends'),
            cell: ({ expiresAt }) => dateTime(expiresAt),
          },
        ]}
      />
    </Section>
  )
}
