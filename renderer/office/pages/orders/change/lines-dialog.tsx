import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { QUANTITY_MAX } from '#contract/documents/ids.ts'
import { call } from '../../../api.ts'
import { useText } from '../../../text/text.ts'
import { ChangeDialog, ReasonField } from './change-dialog.tsx'
import type { ChangeDialogProps } from './change-menu.tsx'

/** Only what is different is sent. */
export function LinesDialog({ order, onDone }: ChangeDialogProps) {
  const { say } = useText()
  const [reason, setReason] = useState('')
  const [wanted, setWanted] = useState<Readonly<Record<number, number>>>({})
  const { orderNumber, version } = order
  const lines = order.lines.flatMap(({ lineNo, ordered }) => {
    const quantity = wanted[lineNo] ?? ordered
    return quantity === ordered ? [] : [{ lineNo, quantity }]
  })
  const work = () =>
    call('POST /v1/orders/{orderNumber}/adjust', {
      params: { orderNumber },
      body: { version, reason, changes: { lines } },
    })
  return (
    <ChangeDialog
      title={say('change.lines')}
      lead={say('change.lines-lead')}
      work={work}
      onDone={onDone}
    >
      {order.lines.map(({ lineNo, sku, name, ordered }) => (
        <NumberInput
          key={lineNo}
          label={say('change.new-quantity', { sku: name ?? sku })}
          min={0}
          max={QUANTITY_MAX}
          allowDecimal={false}
          allowNegative={false}
          value={wanted[lineNo] ?? ordered}
          onChange={(value) =>
            setWanted((before) => ({ ...before, [lineNo]: value === '' ? 0 : Number(value) }))
          }
        />
      ))}
      <ReasonField value={reason} onChange={setReason} />
    </ChangeDialog>
  )
}
