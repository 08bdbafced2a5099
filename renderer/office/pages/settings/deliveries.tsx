import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { DeliveryStatus } from '#contract/http/webhook-routes.ts'
import { call, type CallAnswer } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import form from '../../components/form.module.css'
import { Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useTimes } from '../../components/use-times.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import classes from './settings.module.css'

type Delivery = CallAnswer<'GET /v1/webhooks/{id}/deliveries'>['items'][number]

const PAGE = 50
const READ_EVERY_MS = 2_000

/** What a webhook was told and what waits for it, newest first, and what can be done about it. */
export function Deliveries({ id }: { id: string }) {
  const { say } = useText()
  const { get, set } = useAddress()
  const status = DeliveryStatus.safeParse(get('status')).data
  const list = useInfiniteQuery({
    queryKey: ['settings', 'deliveries', id, status],
    queryFn: ({ pageParam }) =>
      call('GET /v1/webhooks/{id}/deliveries', {
        params: { id },
        query: { order: 'newest', after: pageParam, limit: PAGE, status },
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    // Calls are made in the background, at their own pace.
    refetchInterval: READ_EVERY_MS,
  })
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? []
  const act = useAct(id)
  const columns = useColumns(act)
  return (
    <Section title={say('settings.deliveries')} actions={<Actions act={act} />}>
      <div className={form['row']}>
        <NativeSelect
          label={say('settings.delivery-show')}
          value={status ?? ''}
          onChange={({ currentTarget }) => set({ status: currentTarget.value })}
          data={[
            { value: '', label: say('settings.delivery-all') },
            ...DeliveryStatus.options.map((value) => ({
              value,
              label: say(`settings.delivery.${value}`),
            })),
          ]}
        />
      </div>
      <ProblemNotice error={list.error ?? act.error} />
      {act.data === 'test' && <p role="status">{say('settings.webhook-tested')}</p>}
      {rows.length === 0 ? (
        <p className={form['soft']}>{say('settings.deliveries-none')}</p>
      ) : (
        <DataTable
          label={say('settings.deliveries')}
          rows={rows}
          columns={columns}
          rowKey={({ eventId }) => eventId}
          sorting={null}
          onSort={() => undefined}
        />
      )}
      {list.hasNextPage && (
        <div>
          <Button variant="default" onClick={() => void list.fetchNextPage()}>
            {say('table.more')}
          </Button>
        </div>
      )}
    </Section>
  )
}

type Deed = { kind: 'test' | 'redeliver-all' } | { kind: 'redeliver' | 'drop'; eventId: string }

function useAct(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (deed: Deed) => {
      await doIt(id, deed)
      return deed.kind
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings'] }),
  })
}

function doIt(id: string, deed: Deed): Promise<unknown> {
  if ('eventId' in deed) {
    const params = { id, eventId: deed.eventId }
    return deed.kind === 'drop'
      ? call('POST /v1/webhooks/{id}/deliveries/{eventId}/drop', { params })
      : call('POST /v1/webhooks/{id}/deliveries/{eventId}/redeliver', { params })
  }
  return deed.kind === 'test'
    ? call('POST /v1/webhooks/{id}/test', { params: { id } })
    : call('POST /v1/webhooks/{id}/redeliver', { params: { id } })
}

type Act = ReturnType<typeof useAct>

function Actions({ act }: { act: Act }) {
  const { say } = useText()
  const may = useMay()
  if (!may('webhooks:write')) return null
  return (
    <>
      <Button variant="default" onClick={() => act.mutate({ kind: 'redeliver-all' })}>
        {say('settings.redeliver-all')}
      </Button>
      <Button variant="default" onClick={() => act.mutate({ kind: 'test' })}>
        {say('settings.webhook-test')}
      </Button>
    </>
  )
}

function useColumns(act: Act): Column<Delivery>[] {
  const { say } = useText()
  const times = useTimes()
  return [
    { key: 'event', title: say('settings.delivery-event'), cell: ({ type }) => type },
    {
      key: 'about',
      title: say('settings.delivery-about'),
      cell: ({ subject }) => <span className={classes['break']}>{subject}</span>,
    },
    {
      key: 'at',
      title: say('settings.delivery-at'),
      cell: ({ happenedAt }) => times.exact(happenedAt),
    },
    {
      key: 'state',
      title: say('settings.state'),
      cell: ({ status, deliveredAt }) =>
        deliveredAt === null
          ? say(`settings.delivery.${status}`)
          : `${say(`settings.delivery.${status}`)} ${times.short(deliveredAt)}`,
    },
    {
      key: 'tries',
      title: say('settings.delivery-tries'),
      cell: ({ attempts }) => attempts,
      isNumber: true,
    },
    {
      key: 'error',
      title: say('settings.delivery-error'),
      cell: ({ lastError }) => <span className={classes['break']}>{lastError ?? '–'}</span>,
    },
    {
      key: 'actions',
      title: say('settings.actions'),
      cell: (delivery) => <DeliveryActions delivery={delivery} act={act} />,
    },
  ]
}

function DeliveryActions({ delivery, act }: { delivery: Delivery; act: Act }) {
  const { say } = useText()
  const may = useMay()
  const { eventId, status } = delivery
  if (!may('webhooks:write')) return null
  return (
    <span className={classes['buttons']}>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => act.mutate({ kind: 'redeliver', eventId })}
      >
        {say('settings.redeliver')}
      </Button>
      {(status === 'waiting' || status === 'parked') && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => act.mutate({ kind: 'drop', eventId })}
        >
          {say('settings.drop')}
        </Button>
      )}
    </span>
  )
}
