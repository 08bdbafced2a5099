import { Button, Checkbox, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { OperatorRole } from '#contract/documents/master-data.ts'
import { call } from '../../api.ts'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import form from '../../components/form.module.css'
import { Loading } from '../../components/loading.tsx'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SaveForm } from '../../components/save-form.tsx'
import { useText } from '../../text/text.ts'
import { useOperators, type Operator } from './operators-page.tsx'

/** One person at the benches; a new one without `reference`. */
export function OperatorPage({ reference }: { reference: string | null }) {
  const { say } = useText()
  const { data, error } = useOperators()
  const known = data?.items.find(({ ref }) => ref === reference)
  const isUnknown = reference !== null && data !== undefined && known === undefined
  const title = reference === null ? say('people.new-operator') : (known?.name ?? reference)
  return (
    <Page title={isUnknown ? say('people.unknown') : title}>
      <ProblemNotice error={error} />
      {data === undefined && error === null && <Loading />}
      {isUnknown && <EmptyState title={say('people.unknown')} />}
      {reference === null && <OperatorForm known={null} />}
      {known !== undefined && (
        <>
          <OperatorForm known={known} />
          {known.active && <Badge operator={known} />}
        </>
      )}
    </Page>
  )
}

type Draft = {
  ref: string
  name: string
  roles: OperatorRole[]
  pin: string
  isPinCleared: boolean
  active: boolean
}

function draftOf(known: Operator | null): Draft {
  const { ref = '', name = '', roles = ['picker'], active = true } = known ?? {}
  return { ref, name, roles, active, pin: '', isPinCleared: false }
}

function OperatorForm({ known }: { known: Operator | null }) {
  const { say } = useText()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [draft, setDraft] = useState(() => draftOf(known))
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const save = useMutation({
    mutationFn: () => saveOperator(draft, known === null),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['people'] })
      change({ pin: '', isPinCleared: false })
      if (known === null) go(`/operators/${encodeURIComponent(draft.ref.trim())}`)
    },
  })
  return (
    <SaveForm
      title={known === null ? say('people.new-operator') : known.ref}
      saving={save}
      isLacking={draft.roles.length === 0}
    >
      {known === null && (
        <TextInput
          label={say('people.ref')}
          description={say('people.ref-hint')}
          value={draft.ref}
          onChange={({ currentTarget }) => change({ ref: currentTarget.value })}
          required
        />
      )}
      <TextInput
        label={say('people.name')}
        value={draft.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        required
      />
      <Roles roles={draft.roles} onChange={(roles) => change({ roles })} />
      <Pin draft={draft} hasPin={known?.hasPin ?? false} onChange={change} />
      {known !== null && (
        <Switch
          label={say('people.works')}
          description={say('people.inactive-hint')}
          checked={draft.active}
          onChange={({ currentTarget }) => change({ active: currentTarget.checked })}
        />
      )}
    </SaveForm>
  )
}

function saveOperator({ ref, name, roles, active, pin, isPinCleared }: Draft, isNew: boolean) {
  const newPin = isPinCleared ? { pin: null } : pin === '' ? {} : { pin }
  return call('PUT /v1/operators/{ref}', {
    params: { ref: ref.trim() },
    body: { name: name.trim(), roles, active, ...newPin },
    isNew,
  })
}

type RolesProps = { roles: readonly OperatorRole[]; onChange: (roles: OperatorRole[]) => void }

function Roles({ roles, onChange }: RolesProps) {
  const { say } = useText()
  return (
    <Checkbox.Group
      label={say('people.roles')}
      value={[...roles]}
      onChange={(chosen) => onChange(OperatorRole.options.filter((role) => chosen.includes(role)))}
    >
      <div className={form['stack']}>
        {OperatorRole.options.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={say(`people.role.${role}`)}
            description={role === 'supervisor' ? say('people.role-hint.supervisor') : undefined}
          />
        ))}
      </div>
    </Checkbox.Group>
  )
}

type PinProps = { draft: Draft; hasPin: boolean; onChange: (part: Partial<Draft>) => void }

function Pin({ draft, hasPin, onChange }: PinProps) {
  const { say } = useText()
  return (
    <>
      <TextInput
        label={`${say('people.pin-new')} (${say(hasPin ? 'people.has-pin' : 'people.no-pin')})`}
        description={say('people.pin-hint')}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        pattern="[0-9]{4,12}"
        value={draft.pin}
        disabled={draft.isPinCleared}
        onChange={({ currentTarget }) => onChange({ pin: currentTarget.value })}
      />
      {hasPin && (
        <Checkbox
          label={say('people.pin-clear')}
          checked={draft.isPinCleared}
          onChange={({ currentTarget }) => onChange({ isPinCleared: currentTarget.checked })}
        />
      )}
    </>
  )
}

function Badge({ operator: { ref } }: { operator: Operator }) {
  const { say } = useText()
  const [, go] = useLocation()
  const sheet = `/badges?refs=${encodeURIComponent(ref)}`
  return (
    <Section title={say('people.badge')}>
      <p className={form['soft']}>{say('people.badge-lead')}</p>
      <div className={form['row']}>
        <Button component={Link} href={sheet} variant="default">
          {say('people.print-some', { count: 1 })}
        </Button>
        <ConfirmButton
          label={say('people.new-badge')}
          lead={say('people.new-badge-say')}
          go={say('people.new-badge-go')}
          isRed={false}
          work={() => call('POST /v1/operators/{ref}/new-badge', { params: { ref } })}
          onDone={() => go(sheet)}
        />
      </div>
    </Section>
  )
}
