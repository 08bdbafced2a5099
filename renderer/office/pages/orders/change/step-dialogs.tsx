import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { useText } from '../../../text/text.ts'
import { ChangeDialog, ReasonField } from './change-dialog.tsx'
import type { ChangeDialogProps } from './change-menu.tsx'

/** A delivery that failed goes out on another day. */
export function RescheduleDialog({ order, onDone }: ChangeDialogProps) {
  const { say } = useText()
  const [reason, setReason] = useState('')
  const [deliveryDate, setDeliveryDate] = useState('')
  const [repick, setRepick] = useState(false)
  const { orderNumber, version } = order
  const work = () =>
    call('POST /v1/orders/{orderNumber}/reschedule', {
      params: { orderNumber },
      body: { reason, version, repick, ...(deliveryDate === '' ? {} : { deliveryDate }) },
    })
  return (
    <ChangeDialog
      title={say('change.reschedule')}
      lead={say('change.reschedule-lead')}
      work={work}
      onDone={onDone}
    >
      <TextInput
        type="date"
        label={say('change.day')}
        description={say('change.day-hint')}
        value={deliveryDate}
        onChange={(event) => setDeliveryDate(event.currentTarget.value)}
      />
      <Checkbox
        label={say('change.repick')}
        checked={repick}
        onChange={(event) => setRepick(event.currentTarget.checked)}
      />
      <ReasonField value={reason} onChange={setReason} />
    </ChangeDialog>
  )
}

/** Over the counter, to whoever collects it. */
export function HandOverDialog({ order, onDone }: ChangeDialogProps) {
  const { say } = useText()
  const [collectedBy, setCollectedBy] = useState('')
  const { orderNumber, version } = order
  const work = () =>
    call('POST /v1/orders/{orderNumber}/hand-over', {
      params: { orderNumber },
      body: { collectedBy, version },
    })
  return (
    <ChangeDialog
      title={say('change.hand-over')}
      lead={say('change.hand-over-lead')}
      go={say('change.hand-over')}
      work={work}
      onDone={onDone}
    >
      <TextInput
        label={say('change.collected-by')}
        required
        data-autofocus
        value={collectedBy}
        onChange={(event) => setCollectedBy(event.currentTarget.value)}
      />
    </ChangeDialog>
  )
}

const CENTS = 100

/** Money that came otherwise than through the shop. */
export function PayDialog({ order: { orderNumber }, onDone }: ChangeDialogProps) {
  const { say } = useText()
  const [paymentRef, setPaymentRef] = useState('')
  const [euros, setEuros] = useState<number | string>('')
  const work = () =>
    call('POST /v1/orders/{orderNumber}/payments', {
      params: { orderNumber },
      body: { paymentRef, amountCents: Math.round(Number(euros) * CENTS) },
    })
  return (
    <ChangeDialog
      title={say('change.pay')}
      lead={say('change.pay-lead')}
      work={work}
      onDone={onDone}
    >
      <TextInput
        label={say('change.pay-ref')}
        required
        data-autofocus
        value={paymentRef}
        onChange={(event) => setPaymentRef(event.currentTarget.value)}
      />
      <NumberInput
        label={say('change.pay-amount')}
        required
        min={0.01}
        decimalScale={2}
        value={euros}
        onChange={setEuros}
      />
    </ChangeDialog>
  )
}
