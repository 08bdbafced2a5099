import { NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { newKey } from '../../components/new-key.ts'
import { WarehousePicker } from '../../components/use-warehouse.tsx'
import { useAmounts } from '../../components/use-amounts.ts'
import { type TextKey, useText } from '../../text/text.ts'
import type { MovementKind } from './movement-rows.ts'
import type { Product, StockRow } from './stock-data.ts'
import classes from './stock.module.css'

type Words = { title: TextKey; lead: TextKey; quantity: TextKey; reason: TextKey }

const WORDS: Record<MovementKind, Words> = {
  RECEIVED: {
    title: 'stock.receive',
    lead: 'stock.receive-lead',
    quantity: 'stock.quantity',
    reason: 'stock.reason-receive',
  },
  ADJUSTED: {
    title: 'stock.adjust',
    lead: 'stock.adjust-lead',
    quantity: 'stock.difference',
    reason: 'stock.reason-adjust',
  },
  RETURNED: {
    title: 'stock.return',
    lead: 'stock.return-lead',
    quantity: 'stock.quantity',
    reason: 'stock.reason-return',
  },
}

type Typed = { quantity: number | string; lot: string; expiryDate: string; reason: string }

type Props = {
  kind: MovementKind
  product: Product
  warehouse: string
  /** What there is in that warehouse, if it is known. */
  stock: StockRow | undefined
  onClose: () => void
}

/** Moves stock by hand. The form has one key from when it opens: sent twice, it moves stock once. */
export function MovementForm({ kind, product, warehouse, stock, onClose }: Props) {
  const { say } = useText()
  const queries = useQueryClient()
  const [key] = useState(newKey)
  const [typed, setTyped] = useState<Typed>({ quantity: '', lot: '', expiryDate: '', reason: '' })
  const change = (part: Partial<Typed>) => setTyped({ ...typed, ...part })
  const { quantity, lot, expiryDate, reason } = typed
  const words = WORDS[kind]
  const move = useMutation({
    mutationFn: () =>
      call('POST /v1/stock-movements', {
        body: {
          warehouse,
          sku: product.sku,
          kind,
          quantity: Number(quantity),
          reason,
          idempotencyKey: key,
          ...(lot === '' ? {} : { lot }),
          ...(lot === '' || expiryDate === '' ? {} : { expiryDate }),
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['live'] })
      onClose()
    },
  })
  return (
    <Dialog
      title={`${say(words.title)} · ${product.name}`}
      lead={say(words.lead)}
      go={say('form.save')}
      isPending={move.isPending}
      error={move.error}
      onClose={onClose}
      onSubmit={() => move.mutate()}
    >
      <WarehousePicker />
      <Fields kind={kind} product={product} typed={typed} change={change} />
      {stock !== undefined && <Afterwards stock={stock} lot={lot} by={Number(quantity)} />}
    </Dialog>
  )
}

type FieldsProps = Pick<Props, 'kind' | 'product'> & {
  typed: Typed
  change: (part: Partial<Typed>) => void
}

function Fields({ kind, product, typed, change }: FieldsProps) {
  const { say } = useText()
  const words = WORDS[kind]
  return (
    <>
      <NumberInput
        label={say(words.quantity)}
        value={typed.quantity}
        onChange={(quantity) => change({ quantity })}
        allowDecimal={false}
        {...(kind === 'ADJUSTED' ? {} : { min: 1 })}
        thousandSeparator=" "
        required
        data-autofocus
      />
      {product.tracking !== 'none' && (
        <div className={classes['pair']}>
          <TextInput
            label={say(product.tracking === 'lot' ? 'stock.lot' : 'stock.tracking-serial')}
            description={say('stock.lot-hint')}
            value={typed.lot}
            onChange={({ currentTarget: { value } }) => change({ lot: value })}
          />
          <TextInput
            type="date"
            label={say('stock.expiry')}
            description={say('stock.expiry-hint')}
            disabled={typed.lot === ''}
            value={typed.expiryDate}
            onChange={({ currentTarget: { value } }) => change({ expiryDate: value })}
          />
        </div>
      )}
      <TextInput
        label={say('form.reason')}
        placeholder={say(words.reason)}
        value={typed.reason}
        required
        maxLength={200}
        onChange={({ currentTarget: { value } }) => change({ reason: value })}
      />
    </>
  )
}

type AfterwardsProps = { stock: StockRow; lot: string; by: number }

/** What the book will say, and whom that leaves short. */
function Afterwards({ stock, lot, by }: AfterwardsProps) {
  const { say } = useText()
  const { whole } = useAmounts()
  if (!Number.isFinite(by) || by === 0) return null
  const ofLot = (stock.lots ?? []).find((one) => one.lot === lot)?.onHand ?? 0
  const after = stock.onHand + by
  return (
    <div role="status">
      <p>{say('stock.becomes', { before: whole(stock.onHand), after: whole(after) })}</p>
      {ofLot + by < 0 && (
        <p className={classes['below']}>{say('stock.would-be-below', { before: whole(ofLot) })}</p>
      )}
      {by < 0 && after < stock.reserved && (
        <p className={classes['warning']}>
          {say('stock.promised-warning', { reserved: whole(stock.reserved) })}
        </p>
      )}
    </div>
  )
}
