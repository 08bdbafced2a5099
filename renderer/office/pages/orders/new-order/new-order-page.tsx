import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link, useLocation } from 'wouter'
import { REFERENCE_MAX, type ShipTo } from '#contract/documents/ids.ts'
import { call } from '../../../api.ts'
import { newKey } from '../../../components/new-key.ts'
import { Page, Section } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useFormats } from '../../../components/use-formats.ts'
import { useText } from '../../../text/text.ts'
import { AddressFields } from './address-fields.tsx'
import { BASE_UNIT, LineFields, newLine, type LineDraft } from './line-fields.tsx'
import { OFFICE_SOURCE } from '../office-source.ts'
import classes from './new-order.module.css'

const REGIONS_MAX = 500

type Draft = {
  customerRef: string
  shipTo: ShipTo
  fulfilment: 'delivery' | 'collect'
  region: string | null
  deliveryDate: string | null
  payment: 'on-account' | 'prepaid'
  allowBackorder: boolean
  lines: readonly LineDraft[]
}

const NOTHING: Draft = {
  customerRef: '',
  shipTo: { name: '', line1: '', postalCode: '', city: '', country: 'NL' },
  fulfilment: 'delivery',
  region: null,
  deliveryDate: null,
  payment: 'on-account',
  allowBackorder: false,
  lines: [newLine(1)],
}

/** An order typed by hand. It has one id from the first keystroke on, so that two clicks are one order. */
export function NewOrderPage() {
  const { say } = useText()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [orderIntentId] = useState(newKey)
  const [draft, setDraft] = useState(NOTHING)
  const change = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }))
  const take = useMutation({
    mutationFn: () => call('POST /v1/order-intents', { body: intentOf(draft, orderIntentId) }),
    onSuccess: async ({ orderNumber }) => {
      await queries.invalidateQueries({ queryKey: ['orders'] })
      go(`/${orderNumber}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    take.mutate()
  }
  return (
    <Page
      title={say('new-order.title')}
      lead={
        <>
          <Link className={classes['back']} href="/">
            ‹ {say('order.all')}
          </Link>
          {say('new-order.lead')}
        </>
      }
    >
      <form className={classes['form']} onSubmit={submit}>
        <Section title={say('new-order.who')}>
          <TextInput
            className={classes['short']}
            label={say('new-order.customer-ref')}
            required
            maxLength={REFERENCE_MAX}
            value={draft.customerRef}
            onChange={(event) => change({ customerRef: event.currentTarget.value })}
          />
          <AddressFields value={draft.shipTo} onChange={(shipTo) => change({ shipTo })} />
        </Section>
        <Section title={say('new-order.goods')}>
          <LineFields lines={draft.lines} onChange={(lines) => change({ lines })} />
        </Section>
        <Section title={say('new-order.how')}>
          <HowFields draft={draft} onChange={change} />
        </Section>
        <ProblemNotice error={take.error} />
        <Button className={classes['go']} type="submit" loading={take.isPending}>
          {say('new-order.go')}
        </Button>
      </form>
    </Page>
  )
}

function intentOf(draft: Draft, orderIntentId: string) {
  const { customerRef, shipTo, fulfilment, region, deliveryDate, payment, allowBackorder } = draft
  return {
    contractVersion: '2',
    sourceSystem: OFFICE_SOURCE,
    orderIntentId,
    customerRef,
    shipTo,
    fulfilment,
    payment,
    allowBackorder,
    submittedAt: new Date().toISOString(),
    ...(fulfilment === 'delivery' && region !== null ? { region } : {}),
    ...(deliveryDate === null ? {} : { deliveryDate }),
    lineItems: draft.lines.map(({ product, quantity, unit }) => ({
      sku: product?.sku ?? '',
      quantity: Number(quantity),
      ...(unit === BASE_UNIT ? {} : { unit }),
    })),
  }
}

type HowProps = { draft: Draft; onChange: (changed: Partial<Draft>) => void }

function HowFields({ draft, onChange }: HowProps) {
  const { say } = useText()
  const regions = useQuery({
    queryKey: ['settings', 'regions'],
    queryFn: () => call('GET /v1/regions', { query: { limit: REGIONS_MAX } }),
  })
  const isDelivery = draft.fulfilment === 'delivery'
  return (
    <div className={classes['fields']}>
      <Select
        label={say('new-order.fulfilment')}
        data={[
          { value: 'delivery', label: say('new-order.deliver') },
          { value: 'collect', label: say('new-order.collect') },
        ]}
        value={draft.fulfilment}
        allowDeselect={false}
        onChange={(value) =>
          onChange({ fulfilment: value === 'collect' ? 'collect' : 'delivery', deliveryDate: null })
        }
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      {isDelivery && (
        <Select
          label={say('new-order.region')}
          required
          searchable
          data={(regions.data?.items ?? []).map(({ code, name }) => ({
            value: code,
            label: code === name ? code : `${name} (${code})`,
          }))}
          value={draft.region}
          onChange={(region) => onChange({ region, deliveryDate: null })}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
      )}
      {isDelivery && <DayField draft={draft} onChange={onChange} />}
      <Select
        label={say('new-order.payment')}
        data={[
          { value: 'on-account', label: say('new-order.on-account') },
          { value: 'prepaid', label: say('new-order.prepaid') },
        ]}
        value={draft.payment}
        allowDeselect={false}
        onChange={(value) => onChange({ payment: value === 'prepaid' ? 'prepaid' : 'on-account' })}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <Checkbox
        className={classes['tick']}
        label={say('new-order.wait')}
        checked={draft.allowBackorder}
        onChange={(event) => onChange({ allowBackorder: event.currentTarget.checked })}
      />
    </div>
  )
}

/** Days that can still be ordered for, and whether what is typed fits there. */
function DayField({ draft, onChange }: HowProps) {
  const { say } = useText()
  const formats = useFormats()
  const { region, lines } = draft
  const weight = burdenOf(lines)
  const days = useQuery({
    queryKey: ['capacity', 'days', region, weight],
    queryFn: () => call('GET /v1/delivery-days', { query: { region: region ?? '', ...weight } }),
    enabled: region !== null,
  })
  const items = days.data?.items ?? []
  return (
    <Select
      label={say('new-order.day')}
      placeholder={say('new-order.first-day')}
      disabled={region === null}
      clearable
      data={items.map(({ deliveryDate, hasRoom }) => ({
        value: deliveryDate,
        label: hasRoom
          ? formats.day(deliveryDate)
          : `${formats.day(deliveryDate)} · ${say('new-order.full')}`,
        disabled: !hasRoom,
      }))}
      value={draft.deliveryDate}
      onChange={(deliveryDate) => onChange({ deliveryDate })}
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  )
}

/** Of what is counted in base units; what comes in a sales unit the office weighs when it takes it on. */
function burdenOf(lines: readonly LineDraft[]) {
  let weightGrams = 0
  let volumeCm3 = 0
  for (const { product, quantity, unit } of lines) {
    if (product === null || unit !== BASE_UNIT) continue
    weightGrams += product.weightGrams * Number(quantity)
    volumeCm3 += product.volumeCm3 * Number(quantity)
  }
  return { weightGrams, volumeCm3 }
}
