import { useState } from 'react'
import { call } from '../../../api.ts'
import { useText } from '../../../text/text.ts'
import { AddressFields } from '../new-order/address-fields.tsx'
import { ChangeDialog, ReasonField } from './change-dialog.tsx'
import type { ChangeDialogProps } from './change-menu.tsx'

/** Against the version that was seen: who was overtaken is told so and looks again. */
export function AddressDialog({ order, onDone }: ChangeDialogProps) {
  const { say } = useText()
  const [shipTo, setShipTo] = useState(order.shipTo)
  const [reason, setReason] = useState('')
  const { orderNumber, version } = order
  const work = () =>
    call('POST /v1/orders/{orderNumber}/adjust', {
      params: { orderNumber },
      body: { version, reason, changes: { shipTo } },
    })
  return (
    <ChangeDialog
      title={say('change.address')}
      lead={say('change.address-lead')}
      work={work}
      onDone={onDone}
    >
      <AddressFields value={shipTo} onChange={setShipTo} />
      <ReasonField value={reason} onChange={setReason} />
    </ChangeDialog>
  )
}
