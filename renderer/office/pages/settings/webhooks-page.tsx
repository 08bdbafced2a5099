import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call, type CallAnswer } from '../../api.ts'
import { useTimes, type Times } from '../../components/use-times.ts'
import { useMay } from '../../session.tsx'
import { useText, type Say } from '../../text/text.ts'
import { SettingsList, type ListColumn } from './settings-list.tsx'
import classes from './settings.module.css'

export type Webhook = CallAnswer<'GET /v1/webhooks'>['items'][number]

export function useWebhooks() {
  return useQuery({ queryKey: ['settings', 'webhooks'], queryFn: () => call('GET /v1/webhooks') })
}

/** Who is told of events, and whether it works. */
export function WebhooksPage() {
  const { say } = useText()
  const may = useMay()
  const { data, error } = useWebhooks()
  return (
    <SettingsList
      title={say('settings.webhooks')}
      lead={say('settings.webhooks-lead')}
      fresh={
        may('webhooks:write')
          ? { href: '/webhooks/+', title: say('settings.new-webhook') }
          : undefined
      }
      empty={{ title: say('settings.webhooks-none'), hint: say('settings.webhooks-none-do') }}
      rows={data?.items}
      error={error}
      columns={useColumns()}
      rowKey={({ id }) => id}
      words={({ id, url }) => `${id} ${url}`}
      fileName="webhooks.csv"
    />
  )
}

/** How it goes with a webhook, in a sentence. */
export function webhookWords(webhook: Webhook, say: Say, times: Times): string {
  const { failuresInRow: count, pausedUntil } = webhook
  if (pausedUntil !== null && Date.parse(pausedUntil) > Date.now()) {
    return say('settings.webhook-paused', { time: times.short(pausedUntil) })
  }
  return count === 0 ? say('settings.webhook-fine') : say('settings.webhook-failing', { count })
}

function useColumns(): ListColumn<Webhook>[] {
  const { say } = useText()
  const times = useTimes()
  const events = ({ types }: Webhook) =>
    types.length === 0 ? say('settings.events-all') : types.join(', ')
  return [
    {
      key: 'id',
      title: say('settings.name'),
      cell: ({ id }) => <Link href={`/webhooks/${encodeURIComponent(id)}`}>{id}</Link>,
      sortBy: ({ id }) => id,
      csv: ({ id }) => id,
    },
    {
      key: 'url',
      title: say('settings.url'),
      cell: ({ url }) => <span className={classes['break']}>{url}</span>,
      sortBy: ({ url }) => url,
      csv: ({ url }) => url,
    },
    {
      key: 'events',
      title: say('settings.events'),
      cell: events,
      csv: events,
    },
    {
      key: 'state',
      title: say('settings.state'),
      cell: (webhook) => (
        <span className={webhook.failuresInRow > 0 ? classes['bad'] : undefined}>
          {webhookWords(webhook, say, times)}
        </span>
      ),
      sortBy: ({ failuresInRow }) => failuresInRow,
      csv: (webhook) => webhookWords(webhook, say, times),
    },
  ]
}
