import { Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { longSscc } from '../../../../format/unit-name.ts'
import { call } from '../../../api.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { stopsNotPacked, type ListedUnit, type LoadingList } from './load-state.tsx'

type Props = { list: LoadingList; onClose: () => void }

/** Closes the door: what is on board is loaded. */
export function ConfirmDialog({ list, onClose }: Props) {
  const { say } = useText()
  const [seal, setSeal] = useState('')
  const { number, totals, missing } = list
  const { mutate, isPending, error } = useLoadChange(onClose, () =>
    call('POST /v1/loads/{number}/confirm', {
      params: { number },
      body: seal.trim() === '' ? {} : { seal: seal.trim() },
    }),
  )
  return (
    <Dialog
      title={say('load.confirm.title', { number })}
      lead={say('load.confirm.lead', { units: totals.onBoardUnits, missing: missing.length })}
      go={say('load.confirm')}
      isPending={isPending}
      error={error}
      onClose={onClose}
      onSubmit={() => mutate()}
    >
      <StaysBehind list={list} />
      <TextInput
        label={say('load.confirm.seal')}
        value={seal}
        maxLength={40}
        onChange={(event) => setSeal(event.currentTarget.value)}
      />
    </Dialog>
  )
}

/** The truck has left, a fact; what stays behind is named before. */
export function DepartDialog({ list, onClose }: Props) {
  const { say } = useText()
  const [off, setOff] = useState<string[]>([])
  const { number, units } = list
  const { mutate, isPending, error } = useLoadChange(onClose, () =>
    call('POST /v1/loads/{number}/depart', { params: { number }, body: { leftBehind: off } }),
  )
  const aboard = units.filter(({ onBoard }) => onBoard)
  return (
    <Dialog
      title={say('load.depart.title', { number })}
      lead={say('load.depart.lead')}
      go={say('load.depart')}
      isDanger
      isPending={isPending}
      error={error}
      onClose={onClose}
      onSubmit={() => mutate()}
    >
      <StaysBehind list={list} />
      {aboard.length > 0 && (
        <Checkbox.Group label={say('load.depart.off')} value={off} onChange={setOff}>
          <UnitChoices units={aboard} />
        </Checkbox.Group>
      )}
    </Dialog>
  )
}

export function UnitChoices({ units }: { units: readonly ListedUnit[] }) {
  return (
    <div className={classes['stack']}>
      {units.map((unit) => (
        <Checkbox key={unit.unitId} value={unit.unitId} label={unitWords(unit)} />
      ))}
    </div>
  )
}

/** Does something with a load, and reads again what it moved. */
export function useLoadChange<T>(onDone: () => void, change: () => Promise<T>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries()
      onDone()
    },
  })
}

/** What will not go with it: units that wait for it, and orders that are still on the floor. */
function StaysBehind({ list }: Pick<Props, 'list'>) {
  const { say } = useText()
  const waiting = list.units.filter(({ onBoard }) => !onBoard)
  const unpacked = stopsNotPacked(list)
  if (waiting.length + unpacked.length === 0) return <p>{say('load.depart.stays-none')}</p>
  return (
    <div className={classes['notice']}>
      {waiting.length > 0 && (
        <>
          <p>{say('load.depart.stays', { count: waiting.length })}</p>
          <ul>
            {waiting.map((unit) => (
              <li key={unit.unitId}>{unitWords(unit)}</li>
            ))}
          </ul>
        </>
      )}
      {unpacked.length > 0 && (
        <>
          <p>{say('load.depart.not-packed', { count: unpacked.length })}</p>
          <ul>
            {unpacked.map(({ shipmentId, orderNumber, shipTo }) => (
              <li key={shipmentId}>
                {orderNumber} · {shipTo.name}, {shipTo.city}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function unitWords({ unitId, orderNumbers, shipTo }: ListedUnit): string {
  const where = shipTo === null ? '' : ` · ${shipTo.name}, ${shipTo.city}`
  return `${longSscc(unitId)} · ${orderNumbers.join(' ')}${where}`
}
