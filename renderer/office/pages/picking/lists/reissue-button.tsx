import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { call, type CallAnswer } from '../../../api.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { useMay } from '../../../session.tsx'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { isInHand } from './list-state.tsx'

type List = CallAnswer<'GET /v1/pick-lists/{id}'>

/** For a list whose bench is lost: what is left of it goes on under a new code. */
export function ReissueButton({ list }: { list: List }) {
  const { say } = useText()
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const orders = unfinishedOrders(list)
  if (!may('picking:write') || isInHand(list) || orders.length === 0) return null
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {say('pick.reissue')}
      </Button>
      {isAsking && <ReissueDialog list={list} orders={orders} onClose={() => setAsking(false)} />}
    </>
  )
}

type DialogProps = { list: List; orders: readonly string[]; onClose: () => void }

function ReissueDialog({ list, orders, onClose }: DialogProps) {
  const { say } = useText()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => call('POST /v1/pick-lists/{id}/reissue', { params: { id: list.id } }),
    onSuccess: async ({ pickList }) => {
      await queries.invalidateQueries({ queryKey: ['picking'] })
      onClose()
      go(`/lists/${pickList.code}`)
    },
  })
  const picked = list.lines
    .filter(({ orderNumber }) => orders.includes(orderNumber))
    .reduce((sum, line) => sum + line.picked, 0)
  return (
    <Dialog
      title={say('pick.reissue.title', { code: list.code })}
      lead={say('pick.reissue.lead')}
      go={say('pick.reissue')}
      isPending={isPending}
      error={error}
      onClose={onClose}
      onSubmit={() => mutate()}
    >
      <ul className={classes['points']}>
        <li>{say('pick.reissue.orders', { count: orders.length, orders: orders.join(', ') })}</li>
        <li>{say('pick.reissue.picked', { count: picked })}</li>
        <li>{say('pick.reissue.late')}</li>
        <li>{say('pick.reissue.code', { code: list.code })}</li>
      </ul>
    </Dialog>
  )
}

/** The orders that move: those of which something is still to be picked. */
function unfinishedOrders({ lines, orders }: List): string[] {
  const open = new Set(
    lines
      .filter(({ requested, picked, short }) => picked + short < requested)
      .map(({ orderNumber }) => orderNumber),
  )
  return orders
    .filter(({ orderNumber, status }) => status !== 'CANCELLED' && open.has(orderNumber))
    .map(({ orderNumber }) => orderNumber)
}
