import { NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { OfficeRole } from '#contract/http/scopes.ts'
import { call } from '../../api.ts'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SaveForm } from '../../components/save-form.tsx'
import { useText } from '../../text/text.ts'
import { useUsers, type User } from './users-page.tsx'

/** One user of the office; a new one without `name`. */
export function UserPage({ name }: { name: string | null }) {
  const { say } = useText()
  const { data, error } = useUsers()
  const known = data?.items.find((user) => user.name === name)
  const isUnknown = name !== null && data !== undefined && known === undefined
  const title = name === null ? say('people.new-user') : (known?.displayName ?? name)
  return (
    <Page title={isUnknown ? say('people.unknown') : title}>
      <ProblemNotice error={error} />
      {data === undefined && error === null && name !== null && <Loading />}
      {isUnknown && <EmptyState title={say('people.unknown')} />}
      {name === null && <UserForm known={null} />}
      {known !== undefined && (
        <>
          <UserForm known={known} />
          {known.disabledAt === null && <Disable user={known} />}
        </>
      )}
    </Page>
  )
}

type Draft = {
  name: string
  displayName: string
  email: string
  role: OfficeRole
  password: string
}

function UserForm({ known }: { known: User | null }) {
  const { say } = useText()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [draft, setDraft] = useState<Draft>(() => ({
    name: known?.name ?? '',
    displayName: known?.displayName ?? '',
    email: known?.email ?? '',
    role: known?.role ?? 'supervisor',
    password: '',
  }))
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const save = useMutation({
    mutationFn: () => saveUser(draft, known === null),
    onSuccess: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: ['people'] })
      change({ password: '' })
      if (known === null) go(`/users/${name}`)
    },
  })
  return (
    <SaveForm title={known === null ? say('people.new-user') : known.name} saving={save}>
      <Fields draft={draft} isNew={known === null} onChange={change} />
    </SaveForm>
  )
}

function saveUser({ name, displayName, email, role, password }: Draft, isNew: boolean) {
  return call('PUT /v1/users/{name}', {
    params: { name: name.trim() },
    body: {
      displayName: displayName.trim(),
      email: email.trim() === '' ? null : email.trim(),
      role,
      ...(password === '' ? {} : { password }),
    },
    isNew,
  })
}

type FieldsProps = { draft: Draft; isNew: boolean; onChange: (part: Partial<Draft>) => void }

function Fields({ draft, isNew, onChange }: FieldsProps) {
  const { say } = useText()
  return (
    <>
      {isNew && (
        <TextInput
          label={say('people.login')}
          description={say('people.login-hint')}
          value={draft.name}
          onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
          autoComplete="off"
          required
        />
      )}
      <TextInput
        label={say('people.name')}
        value={draft.displayName}
        onChange={({ currentTarget }) => onChange({ displayName: currentTarget.value })}
        required
      />
      <TextInput
        label={say('people.email')}
        description={say('people.email-hint')}
        type="email"
        value={draft.email}
        onChange={({ currentTarget }) => onChange({ email: currentTarget.value })}
        autoComplete="off"
      />
      <NativeSelect
        label={say('people.user-role')}
        description={say(`people.user-role-say.${draft.role}`)}
        value={draft.role}
        onChange={({ currentTarget }) => onChange({ role: OfficeRole.parse(currentTarget.value) })}
        data={OfficeRole.options.map((role) => ({
          value: role,
          label: say(`people.user-role.${role}`),
        }))}
      />
      <PasswordInput
        label={say(isNew ? 'people.password' : 'people.new-password')}
        description={say(isNew ? 'people.first-password-hint' : 'people.new-password-hint')}
        value={draft.password}
        onChange={({ currentTarget }) => onChange({ password: currentTarget.value })}
        autoComplete="new-password"
        required={isNew}
      />
    </>
  )
}

function Disable({ user: { name } }: { user: User }) {
  const { say } = useText()
  const queries = useQueryClient()
  return (
    <div>
      <ConfirmButton
        label={say('people.disable')}
        lead={say('people.disable-say')}
        go={say('people.disable-go')}
        work={() => call('POST /v1/users/{name}/disable', { params: { name } })}
        onDone={() => queries.invalidateQueries({ queryKey: ['people'] })}
      />
    </div>
  )
}
