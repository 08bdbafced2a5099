import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { call } from '../../../api.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { ModalFrame } from '../../../components/modal-frame.tsx'
import { useRegionNames } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { UnitChoices } from './leave-dialogs.tsx'
import type { LoadingList } from './load-state.tsx'

type Props = { list: LoadingList; onClose: () => void }

/** Units go on with another truck, as after a breakdown. */
export function TransferDialog({ list, onClose }: Props) {
  const { say } = useText()
  const queries = useQueryClient()
  const { number, warehouse, deliveryDate } = list
  const aboard = list.units.filter(({ onBoard }) => onBoard)
  const [to, setTo] = useState<string | null>(null)
  const [unitIds, setUnitIds] = useState(() => aboard.map(({ unitId }) => unitId))
  const [reason, setReason] = useState('')
  const regionName = useRegionNames()
  const { data: others } = useQuery({
    queryKey: ['loading', 'others', warehouse, deliveryDate],
    queryFn: () => call('GET /v1/loads', { query: { warehouse, deliveryDate, limit: 500 } }),
  })
  const { mutate, data, isPending, error } = useMutation({
    mutationFn: () =>
      call('POST /v1/loads/{number}/transfer', {
        params: { number },
        body: { to: to ?? '', unitIds, reason: reason.trim() },
      }),
    onSuccess: () => queries.invalidateQueries(),
  })
  if (data !== undefined) {
    return (
      <Done to={data.to.number} count={unitIds.length} {...{ onClose }} id={data.exceptionId} />
    )
  }
  const loads = (others?.items ?? []).filter((load) => load.number !== number)
  return (
    <Dialog
      title={say('load.transfer.title', { number })}
      lead={say('load.transfer.lead')}
      go={say('load.transfer')}
      isPending={isPending}
      error={error}
      onClose={onClose}
      onSubmit={() => mutate()}
    >
      {others !== undefined && loads.length === 0 && <p>{say('load.transfer.none')}</p>}
      <Select
        label={say('load.transfer.to')}
        data={loads.map((load) => ({
          value: load.number,
          label: `${load.number} · ${regionName(load.region)} · ${load.vehicle.plate} · ${load.driver}`,
        }))}
        value={to}
        required
        onChange={setTo}
      />
      <Checkbox.Group label={say('load.transfer.units')} value={unitIds} onChange={setUnitIds}>
        <UnitChoices units={aboard} />
      </Checkbox.Group>
      <TextInput
        label={say('form.reason')}
        required
        maxLength={40}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}

type DoneProps = { to: string; count: number; id: string | null; onClose: () => void }

function Done({ to, count, id, onClose }: DoneProps) {
  const { say } = useText()
  return (
    <ModalFrame title={say('load.transfer')} size="lg" onClose={onClose}>
      <div className={classes['stack']} role="status">
        <p className={classes['good']}>{say('load.transfer.done', { count, to })}</p>
        {id !== null && (
          <p className={classes['notice']}>
            <Link href={`~/exceptions/${id}`}>{say('load.transfer.over')}</Link>
          </p>
        )}
        <div>
          <Button onClick={onClose}>{say('form.close')}</Button>
        </div>
      </div>
    </ModalFrame>
  )
}
