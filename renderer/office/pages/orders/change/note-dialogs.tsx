import { Checkbox, Textarea } from '@mantine/core'
import { useState } from 'react'
import { TEXT_MAX } from '#contract/documents/ids.ts'
import { call } from '../../../api.ts'
import { useText } from '../../../text/text.ts'
import type { HistoryEntry, Order } from '../order/use-order.ts'
import { ChangeDialog } from './change-dialog.tsx'
import type { ChangeDialogProps } from './change-menu.tsx'

/** What people write by hand; one status of it may be open and stop the order at a time. */
const NOTE = 'manual:note'
const STOP = 'manual:stop'

/** A note for the timeline; with a tick it stops the order. */
export function NoteDialog({ order: { orderNumber }, onDone }: ChangeDialogProps) {
  const { say } = useText()
  const [note, setNote] = useState('')
  const [isStop, setStop] = useState(false)
  const work = () =>
    call('POST /v1/orders/{orderNumber}/history', {
      params: { orderNumber },
      body: { status: isStop ? STOP : NOTE, severity: isStop ? 'blocking' : 'info', note },
    })
  return (
    <ChangeDialog
      title={say('change.note')}
      lead={say('change.note-lead')}
      work={work}
      onDone={onDone}
    >
      <Textarea
        label={say('change.note-text')}
        required
        data-autofocus
        maxLength={TEXT_MAX}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Checkbox
        label={say('change.note-stop')}
        checked={isStop}
        onChange={(event) => setStop(event.currentTarget.checked)}
      />
    </ChangeDialog>
  )
}

type CloseProps = { order: Order; entry: HistoryEntry; onDone: () => void }

/** Closing is an entry of its own. */
export function CloseEntryDialog({ order: { orderNumber }, entry, onDone }: CloseProps) {
  const { say } = useText()
  const [note, setNote] = useState('')
  const work = () =>
    call('POST /v1/orders/{orderNumber}/history/{entryId}/close', {
      params: { orderNumber, entryId: entry.id },
      body: { note },
    })
  return (
    <ChangeDialog
      title={say('change.close')}
      lead={say('change.close-lead')}
      go={say('order.close-entry')}
      work={work}
      onDone={onDone}
    >
      <Textarea
        label={say('change.close-note')}
        required
        data-autofocus
        maxLength={TEXT_MAX}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </ChangeDialog>
  )
}
