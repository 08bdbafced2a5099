import { Button, Radio } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { ModalFrame } from '../../../components/modal-frame.tsx'
import { useAmounts } from '../../../components/use-amounts.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { usePickingDay } from '../use-day.ts'
import { UnlistedOrders } from './unlisted.tsx'

type Props = { warehouse: string; day: string; onClose: () => void }

/** Makes the lists of a day now, and says what was made and what was not, and why. */
export function MakeListsDialog({ warehouse, day, onClose }: Props) {
  const { say } = useText()
  const { dayLong } = useAmounts()
  const queries = useQueryClient()
  const [mode, setMode] = useState<'order' | 'batch'>('order')
  const { data } = usePickingDay(warehouse, day)
  const { mutate, ...making } = useMutation({
    mutationFn: () =>
      call('POST /v1/pick-lists/generate', {
        body: { warehouse, deliveryDate: day, mode, answer: 'count' },
      }),
    onSuccess: () => queries.invalidateQueries(),
  })
  const title = say('pick.make.title', { day: dayLong(day) })
  if (making.data !== undefined) {
    return <Made title={title} created={making.data.created} {...{ warehouse, day, onClose }} />
  }
  const ready = data?.ready ?? 0
  return (
    <Dialog
      title={title}
      lead={ready === 0 ? say('pick.make.none') : say('pick.make.ready', { count: ready })}
      go={say('pick.make.go')}
      isPending={making.isPending}
      error={making.error}
      onClose={onClose}
      onSubmit={() => mutate()}
    >
      <Radio.Group
        label={say('pick.make.mode')}
        value={mode}
        onChange={(value) => setMode(value === 'batch' ? 'batch' : 'order')}
      >
        <div className={classes['stack']}>
          {(['order', 'batch'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={say(`pick.make.${one}`)}
              description={say(`pick.make.${one}.does`)}
            />
          ))}
        </div>
      </Radio.Group>
      {(data?.waiting ?? 0) > 0 && (
        <div className={classes['notice']}>
          <p>{say('pick.made.left', { count: data?.waiting ?? 0 })}</p>
          <UnlistedOrders orders={(data?.unlisted ?? []).filter(({ why }) => why !== 'ready')} />
        </div>
      )}
    </Dialog>
  )
}

function Made({
  title,
  created,
  warehouse,
  day,
  onClose,
}: Props & { title: string; created: number }) {
  const { say } = useText()
  const { data, isFetching } = usePickingDay(warehouse, day)
  const left = (data?.ready ?? 0) + (data?.waiting ?? 0)
  return (
    <ModalFrame title={title} size="lg" onClose={onClose}>
      <div className={classes['stack']} role="status">
        <p className={classes['good']}>
          {created === 0 ? say('pick.made.none') : say('pick.made', { count: created })}{' '}
          {left === 0 && !isFetching && say('pick.made.all')}
        </p>
        {left > 0 && !isFetching && data !== undefined && (
          <div className={classes['notice']}>
            <p>{say('pick.made.left', { count: left })}</p>
            <UnlistedOrders orders={data.unlisted} />
          </div>
        )}
        <div>
          <Button onClick={onClose}>{say('form.close')}</Button>
        </div>
      </div>
    </ModalFrame>
  )
}
