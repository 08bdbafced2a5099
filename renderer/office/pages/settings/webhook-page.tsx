import { Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { EventType } from '#contract/http/events.ts'
import { call } from '../../api.ts'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import form from '../../components/form.module.css'
import { SaveForm } from '../../components/save-form.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { useTimes } from '../../components/use-times.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { Deliveries } from './deliveries.tsx'
import { SettingPage } from './setting-page.tsx'
import { useWebhooks, webhookWords, type Webhook } from './webhooks-page.tsx'
import classes from './settings.module.css'

type Made = { id: string; secret: string }

/** One webhook with what it was told; a new one without `id`. */
export function WebhookPage({ id }: { id: string | null }) {
  const { say } = useText()
  const times = useTimes()
  const may = useMay()
  const { data, error, isLoading } = useWebhooks()
  const [, go] = useLocation()
  const [made, setMade] = useState<Made | null>(null)
  const known = data?.items.find((webhook) => webhook.id === id)
  return (
    <SettingPage
      title={id ?? say('settings.new-webhook')}
      back={{ href: '/webhooks', title: say('settings.webhooks') }}
      isLoading={isLoading}
      error={error}
    >
      {made !== null && (
        <ShownOnce
          title={say('settings.webhook-secret', { id: made.id })}
          secret={made.secret}
          onDone={() => go(`/webhooks/${encodeURIComponent(made.id)}`)}
        />
      )}
      {id !== null && data !== undefined && known === undefined && (
        <EmptyState title={say('settings.unknown')} />
      )}
      {known !== undefined && (
        <p className={known.failuresInRow > 0 ? classes['bad'] : form['soft']}>
          {webhookWords(known, say, times)}
        </p>
      )}
      {known !== undefined && <Deliveries id={known.id} />}
      {may('webhooks:write') && made === null && (id === null || known !== undefined) && (
        <WebhookForm known={known ?? null} onMade={setMade} />
      )}
      {known !== undefined && may('webhooks:write') && <Remove id={known.id} />}
    </SettingPage>
  )
}

type FormProps = { known: Webhook | null; onMade: (made: Made) => void }

function WebhookForm({ known, onMade }: FormProps) {
  const { say } = useText()
  const queries = useQueryClient()
  const [id, setId] = useState(known?.id ?? '')
  const [url, setUrl] = useState(known?.url ?? '')
  const [types, setTypes] = useState<readonly string[]>(known?.types ?? [])
  const save = useMutation({
    mutationFn: () =>
      call('PUT /v1/webhooks/{id}', {
        params: { id: id.trim() },
        body: { url, types: EventType.options.filter((type) => types.includes(type)) },
        isNew: known === null,
      }),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['settings'] })
      if ('secret' in saved) onMade({ id: saved.id, secret: saved.secret })
    },
  })
  return (
    <SaveForm title={known?.id ?? say('settings.new-webhook')} saving={save}>
      {known === null && (
        <TextInput
          label={say('settings.name')}
          description={say('settings.code-hint')}
          value={id}
          onChange={({ currentTarget }) => setId(currentTarget.value)}
          required
        />
      )}
      <TextInput
        label={say('settings.url')}
        description={say('settings.url-hint')}
        type="url"
        value={url}
        onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        required
      />
      <Checkbox.Group
        label={say('settings.events')}
        description={say('settings.events-hint')}
        value={[...types]}
        onChange={setTypes}
      >
        <div className={classes['choices']}>
          {EventType.options
            .filter((type) => type !== 'webhook.ping')
            .map((type) => (
              <Checkbox key={type} value={type} label={type} />
            ))}
        </div>
      </Checkbox.Group>
    </SaveForm>
  )
}

function Remove({ id }: { id: string }) {
  const { say } = useText()
  const queries = useQueryClient()
  const [, go] = useLocation()
  return (
    <div>
      <ConfirmButton
        label={say('settings.webhook-delete')}
        lead={say('settings.webhook-delete-say')}
        go={say('settings.webhook-delete')}
        work={() => call('DELETE /v1/webhooks/{id}', { params: { id } })}
        onDone={() => {
          go('/webhooks')
          return queries.invalidateQueries({ queryKey: ['settings'] })
        }}
      />
    </div>
  )
}
