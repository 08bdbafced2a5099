import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type CallAnswer } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { useTimes } from '../../components/use-times.ts'
import { useText } from '../../text/text.ts'
import { SettingsList, type ListColumn } from './settings-list.tsx'
import classes from './settings.module.css'

type Courier = CallAnswer<'GET /v1/couriers'>['items'][number]

/** What is being done to a courier; a new one has no name yet. */
type Deed = { kind: 'new' } | { kind: 'secret' | 'remove'; name: string }

/** Who may say where a shipment is. */
export function CouriersPage() {
  const { say } = useText()
  const [deed, setDeed] = useState<Deed | null>(null)
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null)
  const { data, error } = useQuery({
    queryKey: ['settings', 'couriers'],
    queryFn: () => call('GET /v1/couriers'),
  })
  return (
    <SettingsList
      title={say('settings.couriers')}
      lead={say('settings.couriers-lead')}
      empty={{ title: say('settings.couriers-none'), hint: say('settings.couriers-none-do') }}
      rows={data?.items}
      error={error}
      columns={useColumns(setDeed)}
      rowKey={({ name }) => name}
      words={({ name }) => name}
      fileName="couriers.csv"
      fresh={{ title: say('settings.new-courier'), onClick: () => setDeed({ kind: 'new' }) }}
    >
      {made !== null && (
        <ShownOnce
          title={say('settings.courier-secret', { name: made.name })}
          secret={made.secret}
          onDone={() => setMade(null)}
        />
      )}
      {deed !== null && deed.kind === 'remove' && (
        <RemoveCourier name={deed.name} onClose={() => setDeed(null)} />
      )}
      {deed !== null && deed.kind !== 'remove' && (
        <GiveSecret
          given={deed.kind === 'new' ? null : deed.name}
          onMade={setMade}
          onClose={() => setDeed(null)}
        />
      )}
    </SettingsList>
  )
}

type GiveProps = {
  given: string | null
  onMade: (made: { name: string; secret: string }) => void
  onClose: () => void
}

function GiveSecret({ given, onMade, onClose }: GiveProps) {
  const { say } = useText()
  const queries = useQueryClient()
  const [name, setName] = useState(given ?? '')
  const save = useMutation({
    mutationFn: () =>
      call('PUT /v1/couriers/{name}', {
        params: { name: name.trim() },
        body: {},
        isNew: given === null,
      }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['settings'] })
      onMade(made)
      onClose()
    },
  })
  const title = given === null ? say('settings.new-courier') : say('settings.courier-new-secret')
  return (
    <Dialog
      title={title}
      {...(given === null ? {} : { lead: say('settings.courier-new-secret-say') })}
      go={title}
      isPending={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      {given === null && (
        <TextInput
          label={say('settings.name')}
          description={say('settings.code-hint')}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          required
          data-autofocus
        />
      )}
    </Dialog>
  )
}

function RemoveCourier({ name, onClose }: { name: string; onClose: () => void }) {
  const { say } = useText()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call('DELETE /v1/couriers/{name}', { params: { name } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['settings'] })
      onClose()
    },
  })
  return (
    <Dialog
      title={`${say('settings.courier-remove')}: ${name}`}
      lead={say('settings.courier-remove-say')}
      go={say('settings.courier-remove')}
      isDanger
      isPending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onSubmit={() => remove.mutate()}
    />
  )
}

function useColumns(onDeed: (deed: Deed) => void): ListColumn<Courier>[] {
  const { say } = useText()
  const times = useTimes()
  return [
    {
      key: 'name',
      title: say('settings.name'),
      cell: ({ name }) => name,
      sortBy: ({ name }) => name,
      csv: ({ name }) => name,
    },
    {
      key: 'since',
      title: say('settings.courier-since'),
      cell: ({ createdAt }) => times.day(createdAt),
      sortBy: ({ createdAt }) => createdAt,
      csv: ({ createdAt }) => createdAt,
    },
    {
      key: 'actions',
      title: say('settings.actions'),
      cell: ({ name }) => (
        <span className={classes['buttons']}>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onDeed({ kind: 'secret', name })}
          >
            {say('settings.courier-new-secret')}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => onDeed({ kind: 'remove', name })}
          >
            {say('settings.courier-remove')}
          </Button>
        </span>
      ),
    },
  ]
}
