import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link } from 'wouter'
import { call, type CallAnswer } from '../../api.ts'
import { saveFile } from '../../components/csv.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import form from '../../components/form.module.css'
import { Loading } from '../../components/loading.tsx'
import { Mark, OrderState } from '../../components/order-state.tsx'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress, useSorting } from '../../components/use-address.ts'
import { useTimes } from '../../components/use-times.ts'
import { useText } from '../../text/text.ts'

type Data = CallAnswer<'GET /v1/customers/{ref}/data'>
type Order = Data['orders'][number]

/** What is held about a customer: looked at, handed out, forgotten. */
export function PrivacyPart() {
  const { say } = useText()
  const { get } = useAddress()
  const ref = get('customer')
  return (
    <Page title={say('privacy.title')} lead={say('privacy.lead')}>
      <RefForm key={ref} given={ref} />
      {ref === '' ? (
        <EmptyState title={say('privacy.start')} hint={say('privacy.start-do')} />
      ) : (
        <Customer key={ref} customerRef={ref} />
      )}
    </Page>
  )
}

function RefForm({ given }: { given: string }) {
  const { say } = useText()
  const { set } = useAddress()
  const [ref, setRef] = useState(given)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set({ customer: ref.trim() })
  }
  return (
    <form onSubmit={submit} className={form['form']}>
      <div className={form['row']}>
        <TextInput
          label={say('privacy.ref')}
          description={say('privacy.ref-hint')}
          value={ref}
          onChange={({ currentTarget }) => setRef(currentTarget.value)}
          required
        />
        <Button type="submit">{say('privacy.look')}</Button>
      </div>
      <p className={form['soft']}>{say('privacy.noted')}</p>
    </form>
  )
}

/** Each look stands in the audit trail, so that nothing is read again by itself. */
function Customer({ customerRef }: { customerRef: string }) {
  const { say } = useText()
  const [isAsking, setIsAsking] = useState(false)
  const [erased, setErased] = useState<number | null>(null)
  const { data, error } = useQuery({
    queryKey: ['privacy', customerRef],
    queryFn: () =>
      call('GET /v1/customers/{ref}/data', { params: { ref: customerRef }, query: {} }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const save = useMutation({
    mutationFn: () => readAll(customerRef),
    onSuccess: (all) =>
      saveFile(`customer-${customerRef}.json`, JSON.stringify(all, null, 2), 'application/json'),
  })
  if (error !== null) return <ProblemNotice error={error} />
  if (data === undefined) return <Loading />
  if (data.orders.length === 0) {
    return (
      <EmptyState title={say('privacy.none', { ref: customerRef })} hint={say('privacy.none-do')} />
    )
  }
  const actions = (
    <>
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
        {say('privacy.save')}
      </Button>
      <Button color="red" variant="outline" onClick={() => setIsAsking(true)}>
        {say('privacy.erase')}
      </Button>
    </>
  )
  return (
    <Section title={say('privacy.orders', { ref: customerRef })} actions={actions}>
      <ProblemNotice error={save.error} />
      {erased !== null && <p role="status">{say('privacy.erased', { count: erased })}</p>}
      {data.next !== null && (
        <p className={form['soft']}>{say('privacy.more', { count: data.orders.length })}</p>
      )}
      <Orders orders={data.orders} customerRef={customerRef} />
      {isAsking && (
        <Erase customerRef={customerRef} onErased={setErased} onClose={() => setIsAsking(false)} />
      )}
    </Section>
  )
}

async function readAll(ref: string): Promise<Data> {
  const first = await call('GET /v1/customers/{ref}/data', { params: { ref }, query: {} })
  const orders = [...first.orders]
  for (let after = first.next; after !== null;) {
    const page = await call('GET /v1/customers/{ref}/data', { params: { ref }, query: { after } })
    orders.push(...page.orders)
    after = page.next
  }
  return { ...first, orders, next: null }
}

function Orders({ orders, customerRef }: { orders: readonly Order[]; customerRef: string }) {
  const { say } = useText()
  const [sorting, onSort] = useSorting()
  return (
    <DataTable
      label={say('privacy.orders', { ref: customerRef })}
      rows={orders}
      columns={useColumns()}
      rowKey={({ orderId }) => orderId}
      sorting={sorting}
      onSort={onSort}
    />
  )
}

function useColumns(): Column<Order>[] {
  const { say } = useText()
  const times = useTimes()
  return [
    {
      key: 'order',
      title: say('privacy.order'),
      cell: ({ orderNumber }) => <Link href={`~/orders/${orderNumber}`}>{orderNumber}</Link>,
      sortBy: ({ orderNumber }) => orderNumber,
    },
    {
      key: 'state',
      title: say('privacy.state'),
      cell: ({ status }) => <OrderState status={status} />,
      sortBy: ({ status }) => status,
    },
    {
      key: 'for',
      title: say('privacy.for'),
      cell: ({ shipTo, erasedAt }) =>
        erasedAt === null ? (
          `${shipTo.name}, ${shipTo.line1}, ${shipTo.postalCode} ${shipTo.city}`
        ) : (
          <Mark
            tone="off"
            icon="check"
            text={say('privacy.forgotten', { day: times.day(erasedAt) })}
          />
        ),
    },
    {
      key: 'taken',
      title: say('privacy.taken'),
      cell: ({ createdAt }) => times.day(createdAt),
      sortBy: ({ createdAt }) => createdAt,
    },
    {
      key: 'units',
      title: say('privacy.units'),
      cell: ({ units }) => units.length,
      isNumber: true,
    },
    {
      key: 'proofs',
      title: say('privacy.proofs'),
      cell: ({ shipments }) => shipments.flatMap(({ proofs }) => proofs).length,
      isNumber: true,
    },
  ]
}

type EraseProps = {
  customerRef: string
  onErased: (orders: number) => void
  onClose: () => void
}

function Erase({ customerRef, onErased, onClose }: EraseProps) {
  const { say } = useText()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const erase = useMutation({
    mutationFn: () =>
      call('POST /v1/customers/{ref}/erase', {
        params: { ref: customerRef },
        body: { reason: reason.trim() },
      }),
    onSuccess: async ({ orders }) => {
      await queries.invalidateQueries({ queryKey: ['privacy', customerRef] })
      onErased(orders)
      onClose()
    },
  })
  return (
    <Dialog
      title={`${say('privacy.erase')}: ${customerRef}`}
      lead={say('privacy.erase-say', { ref: customerRef })}
      go={say('privacy.erase')}
      isDanger
      isPending={erase.isPending}
      error={erase.error}
      onClose={onClose}
      onSubmit={() => erase.mutate()}
    >
      <TextInput
        label={say('privacy.reason')}
        description={say('privacy.reason-hint')}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        required
        data-autofocus
      />
    </Dialog>
  )
}
