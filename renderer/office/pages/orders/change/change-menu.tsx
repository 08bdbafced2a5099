import { Button, Menu } from '@mantine/core'
import { useState, type ComponentType } from 'react'
import type { Scope } from '#contract/http/scopes.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { useMay } from '../../../session.tsx'
import { useText, type TextKey } from '../../../text/text.ts'
import type { Order } from '../order/use-order.ts'
import { AddressDialog } from './address-dialog.tsx'
import { CancelDialog } from './cancel-dialog.tsx'
import { LinesDialog } from './lines-dialog.tsx'
import { NoteDialog } from './note-dialogs.tsx'
import { HandOverDialog, PayDialog, RescheduleDialog } from './step-dialogs.tsx'

export type ChangeDialogProps = { order: Order; onDone: () => void }

type Change = {
  title: TextKey
  scope: Scope
  /** Whether it makes sense for an order that stands there; the office decides. */
  fits: (order: Order) => boolean
  Dialog: ComponentType<ChangeDialogProps>
}

const OVER: readonly OrderStatus[] = ['DELIVERED', 'COMPLETED', 'CANCELLED']
const ON_ROAD: readonly OrderStatus[] = ['LOADED', 'OUT_FOR_DELIVERY']

const isOpen = ({ status }: Order) => !OVER.includes(status)
const isHere = (order: Order) => isOpen(order) && !ON_ROAD.includes(order.status)

const CHANGES: readonly Change[] = [
  {
    title: 'change.pay',
    scope: 'orders:write',
    fits: ({ status }) => status === 'PENDING_PAYMENT',
    Dialog: PayDialog,
  },
  {
    title: 'change.reschedule',
    scope: 'orders:write',
    fits: ({ status }) => status === 'DELIVERY_FAILED',
    Dialog: RescheduleDialog,
  },
  {
    title: 'change.hand-over',
    scope: 'loading:write',
    fits: ({ fulfilment, status }) => fulfilment === 'collect' && status === 'PACKED',
    Dialog: HandOverDialog,
  },
  { title: 'change.address', scope: 'orders:write', fits: isHere, Dialog: AddressDialog },
  { title: 'change.lines', scope: 'orders:write', fits: isHere, Dialog: LinesDialog },
  { title: 'change.note', scope: 'orders:history', fits: () => true, Dialog: NoteDialog },
  { title: 'change.cancel', scope: 'orders:withdraw', fits: isOpen, Dialog: CancelDialog },
]

/** What whoever is signed in may do to the order as it stands. */
export function ChangeMenu({ order }: { order: Order }) {
  const { say } = useText()
  const may = useMay()
  // As it was when the dialog opened: what a colleague changes behind it must be noticed, not written over.
  const [open, setOpen] = useState<{ title: TextKey; seen: Order } | null>(null)
  const possible = CHANGES.filter(({ scope, fits }) => may(scope) && fits(order))
  const Dialog = CHANGES.find(({ title }) => title === open?.title)?.Dialog
  if (possible.length === 0) return null
  return (
    <>
      <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button>{say('change.menu')} ▾</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {possible.map(({ title }) => (
            <Menu.Item
              key={title}
              {...(title === 'change.cancel' ? { color: 'red' } : {})}
              onClick={() => setOpen({ title, seen: order })}
            >
              {say(title)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {open !== null && Dialog !== undefined && (
        <Dialog order={open.seen} onDone={() => setOpen(null)} />
      )}
    </>
  )
}
