import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LabelPicture } from '../../../../components/label-picture.tsx'
import { call } from '../../../api.ts'
import { ModalFrame } from '../../../components/modal-frame.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useFormats } from '../../../components/use-formats.ts'
import { useText } from '../../../text/text.ts'
import classes from './order.module.css'
import { useSentences } from './use-sentences.ts'
import type { OrderAction, OrderUnit } from './use-order.ts'

type Props = { unit: OrderUnit; title: string; actions: readonly OrderAction[] }

/** What the labels of a unit look like; a carton that is still being filled has none yet. */
export function UnitLabels({ unit, title, actions }: Props) {
  const { say } = useText()
  if (unit.status === 'open' && unit.label.lastCopy === 0) {
    return <p className={classes['soft']}>{say('unit.copy.unprinted')}</p>
  }
  return <Labels {...{ unit, title, actions }} />
}

/** A unit's label as it was printed, small until somebody wants to read it, with what became of each copy. */
function Labels({ unit, title, actions }: Props) {
  const { say } = useText()
  const [isOpen, setOpen] = useState(false)
  const { lastCopy, verifiedCopy, voidedThrough } = unit.label
  const label = useQuery({
    queryKey: ['orders', 'label', unit.id, lastCopy, verifiedCopy, voidedThrough],
    queryFn: () => call('GET /v1/units/{unitId}/label', { params: { unitId: unit.id } }),
  })
  const name = say('unit.label-of', { unit: title })
  if (label.data === undefined) return <ProblemNotice error={label.error} />
  const { document, copy, state } = label.data
  const copyText =
    copy === 0
      ? say('unit.copy.unprinted')
      : `${say('unit.copy', { copy })}: ${say(`unit.copy.${state}`)}`
  return (
    <div className={classes['label']}>
      <UnstyledButton className={classes['labelButton']} onClick={() => setOpen(true)}>
        <LabelPicture document={document} title={name} />
        <span className={classes['labelShow']}>{say('unit.label-show')}</span>
      </UnstyledButton>
      <p className={classes['labelState']} data-state={state}>
        {copyText}
      </p>
      {isOpen && (
        <ModalFrame title={name} size="xl" onClose={() => setOpen(false)}>
          <div className={classes['labelLarge']}>
            <LabelPicture document={document} title={name} />
            <div className={classes['labelText']}>
              {copy === 0 && <p>{say('unit.label-none')}</p>}
              {state === 'void' && <p>{say('unit.label-next')}</p>}
              <Copies unit={unit} actions={actions} />
              <p className={classes['soft']}>{say('unit.label-note')}</p>
            </div>
          </div>
        </ModalFrame>
      )}
    </div>
  )
}

/** The newest first: it is the one on the carton. */
function Copies({ unit, actions }: Pick<Props, 'unit' | 'actions'>) {
  const { say } = useText()
  const formats = useFormats()
  const sentences = useSentences()
  const { lastCopy, verifiedCopy, voidedThrough } = unit.label
  const about = actions.filter(({ type, payload }) => {
    const { unitId } = (payload ?? {}) as { unitId?: unknown }
    return type.startsWith('label.') && unitId === unit.id
  })
  const stateOf = (copy: number) => {
    if (copy < lastCopy || copy <= voidedThrough) return 'void'
    return verifiedCopy === copy ? 'verified' : 'live'
  }
  const copies = Array.from({ length: lastCopy }, (_, index) => lastCopy - index)
  return (
    <>
      <h3 className={classes['unitTitle']}>{say('unit.copies')}</h3>
      <ul className={classes['copies']}>
        {copies.map((copy) => (
          <li key={copy}>
            <strong>{say('unit.copy', { copy })}</strong>: {say(`unit.copy.${stateOf(copy)}`)}
            <ul className={classes['soft']}>
              {about
                .filter(({ payload }) => (payload as { copy?: unknown }).copy === copy)
                .map((action) => (
                  <li key={action.actionId}>
                    {sentences.ofAction(action)}, {action.operatorName ?? action.operatorId}{' '}
                    {say('receipt.at', { station: action.stationName })},{' '}
                    {formats.time(action.occurredAt ?? action.receivedAt)}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  )
}
