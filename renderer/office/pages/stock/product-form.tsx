import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { call } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { KilogramInput } from '../../components/kilogram-input.tsx'
import { useText } from '../../text/text.ts'
import { BarcodeRows, SalesUnitRows, type Lines } from './product-lines.tsx'
import { productLink } from './stock-columns.tsx'
import type { Product } from './stock-data.ts'
import classes from './stock.module.css'

/** What is typed; numbers are text until they are sent. */
type Draft = {
  sku: string
  name: string
  location: string
  weightGrams: number | ''
  volumeCm3: number | string
  weightToleranceGrams: number | string
  tracking: Product['tracking']
  singleLot: boolean
  barcodes: Lines
  salesUnits: Lines
}

function draftOf(product: Product | null): Draft {
  return {
    sku: product?.sku ?? '',
    name: product?.name ?? '',
    location: product?.location ?? '',
    weightGrams: product?.weightGrams ?? '',
    volumeCm3: product?.volumeCm3 ?? '',
    weightToleranceGrams: product?.weightToleranceGrams ?? '',
    tracking: product?.tracking ?? 'none',
    singleLot: product?.singleLot ?? false,
    barcodes: (product?.barcodes ?? []).map(({ code, quantity }) => [code, quantity]),
    salesUnits: (product?.salesUnits ?? []).map((unit) => {
      return [unit.code, unit.numerator, unit.denominator]
    }),
  }
}

/** The whole product as it is sent: what the form does not show stays as it was. */
function bodyOf(draft: Draft, product: Product | null): Omit<Product, 'sku'> {
  const { sku: _sku, location: _place, weightToleranceGrams: _by, ...kept } = product ?? draft
  const { salesUnits: _units, singleLot: _one, ...rest } = kept
  return {
    ...(product === null ? {} : rest),
    name: draft.name,
    weightGrams: Number(draft.weightGrams),
    volumeCm3: Number(draft.volumeCm3),
    tracking: draft.tracking,
    barcodes: draft.barcodes.map(([code, quantity]) => {
      return { code: String(code), quantity: Number(quantity) }
    }),
    ...(draft.location === '' ? {} : { location: draft.location }),
    ...(draft.weightToleranceGrams === ''
      ? {}
      : { weightToleranceGrams: Number(draft.weightToleranceGrams) }),
    ...(draft.singleLot ? { singleLot: true } : {}),
    ...(draft.salesUnits.length === 0
      ? {}
      : {
          salesUnits: draft.salesUnits.map(([code, numerator, denominator]) => ({
            code: String(code),
            numerator: Number(numerator),
            denominator: Number(denominator),
          })),
        }),
  }
}

/** A product, new or as it is. */
export function ProductForm({
  product,
  onClose,
}: {
  product: Product | null
  onClose: () => void
}) {
  const { say } = useText()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [draft, setDraft] = useState(() => draftOf(product))
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const save = useMutation({
    mutationFn: () =>
      call('PUT /v1/products/{sku}', {
        params: { sku: draft.sku.trim() },
        body: bodyOf(draft, product),
        isNew: product === null,
      }),
    onSuccess: async ({ sku }) => {
      await queries.invalidateQueries({ queryKey: ['live'] })
      if (product === null) go(productLink(sku))
      else onClose()
    },
  })
  return (
    <Dialog
      title={product === null ? say('stock.new') : say('stock.edit-title', { sku: product.sku })}
      go={say('form.save')}
      isPending={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate()}
    >
      <Names draft={draft} change={change} isNew={product === null} />
      <Measures draft={draft} change={change} />
      <Tracking draft={draft} change={change} />
      <BarcodeRows lines={draft.barcodes} onChange={(barcodes) => change({ barcodes })} />
      <SalesUnitRows lines={draft.salesUnits} onChange={(salesUnits) => change({ salesUnits })} />
    </Dialog>
  )
}

type FieldsProps = { draft: Draft; change: (part: Partial<Draft>) => void }

function Names({ draft, change, isNew }: FieldsProps & { isNew: boolean }) {
  const { say } = useText()
  return (
    <>
      {isNew && (
        <TextInput
          label={say('stock.sku')}
          description={say('stock.sku-hint')}
          value={draft.sku}
          required
          maxLength={64}
          data-autofocus
          onChange={({ currentTarget: { value } }) => change({ sku: value })}
        />
      )}
      <div className={classes['pair']}>
        <TextInput
          label={say('stock.name')}
          value={draft.name}
          required
          maxLength={200}
          onChange={({ currentTarget: { value } }) => change({ name: value })}
        />
        <TextInput
          label={say('stock.location')}
          value={draft.location}
          maxLength={64}
          onChange={({ currentTarget: { value } }) => change({ location: value })}
        />
      </div>
    </>
  )
}

function Tracking({ draft, change }: FieldsProps) {
  const { say } = useText()
  return (
    <div className={classes['pair']}>
      <Select
        label={say('stock.tracking')}
        data={(['none', 'lot', 'serial'] as const).map((value) => {
          return { value, label: say(`stock.tracking-${value}`) }
        })}
        value={draft.tracking}
        allowDeselect={false}
        onChange={(value) => change({ tracking: value ?? 'none' })}
      />
      {draft.tracking !== 'none' && (
        <Checkbox
          label={say('stock.single-lot')}
          checked={draft.singleLot}
          onChange={({ currentTarget: { checked } }) => change({ singleLot: checked })}
        />
      )}
    </div>
  )
}

function Measures({ draft, change }: FieldsProps) {
  const { say } = useText()
  const shared = { min: 0, allowDecimal: false, thousandSeparator: ' ' }
  return (
    <div className={classes['three']}>
      <KilogramInput
        label={say('stock.weight')}
        grams={draft.weightGrams}
        isRequired
        onChange={(weightGrams) => change({ weightGrams })}
      />
      <NumberInput
        {...shared}
        label={say('stock.volume')}
        value={draft.volumeCm3}
        required
        onChange={(volumeCm3) => change({ volumeCm3 })}
      />
      <NumberInput
        {...shared}
        label={say('stock.tolerance')}
        value={draft.weightToleranceGrams}
        onChange={(weightToleranceGrams) => change({ weightToleranceGrams })}
      />
    </div>
  )
}
