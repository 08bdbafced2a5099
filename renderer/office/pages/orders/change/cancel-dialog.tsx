import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { useMay } from '../../../session.tsx'
import { useText } from '../../../text/text.ts'
import { ChangeDialog, ReasonField } from './change-dialog.tsx'
import type { ChangeDialogProps } from './change-menu.tsx'

/** By whoever may; what is on a truck only by force, which is a tick of its own. */
export function CancelDialog({ order, onDone }: ChangeDialogProps) {
  const { say } = useText()
  const may = useMay()
  const [reason, setReason] = useState('')
  const [force, setForce] = useState(false)
  const { orderNumber, version, status } = order
  const isOnTruck = status === 'LOADED' || status === 'OUT_FOR_DELIVERY'
  const work = () =>
    call('POST /v1/orders/{orderNumber}/cancel', {
      params: { orderNumber },
      body: { reason, version, ...(force ? { force } : {}) },
    })
  return (
    <ChangeDialog
      title={say('change.cancel')}
      lead={say(isOnTruck ? 'change.force-lead' : 'change.cancel-lead')}
      go={say('change.cancel-go')}
      isDanger
      work={work}
      onDone={onDone}
    >
      <ReasonField value={reason} onChange={setReason} isFirst />
      {isOnTruck && may('orders:force-cancel') && (
        <Checkbox
          label={say('change.force')}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
    </ChangeDialog>
  )
}
