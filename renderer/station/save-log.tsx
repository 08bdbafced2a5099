import { useCallback, useState } from 'react'
import type { ExportAnswer, ExportedLog } from '#contract/rpc/log-order.ts'
import type { StationClient } from '../station-client.ts'
import { Icon } from '../components/icon.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import { saveFile } from './save-file.ts'
import css from './save-log.module.css'
import { SupervisorAsk } from './supervisor-ask.tsx'
import { useSupervised, type Who } from './use-supervised.ts'

type Props = {
  pending: number
  /** Nothing but the button until it was touched, where other things matter more. */
  isBrief?: boolean
}

/** The unsent work as a file that a supervisor carries to the office, and what to do with it there. */
export function SaveLog({ pending, isBrief = false }: Props) {
  const { say } = useText()
  const [answer, setAnswer] = useState<ExportAnswer | null>(null)
  const saved = answer?.accepted === true ? answer.file : null
  const from = saved !== null && saved.left > 0 ? saved.throughSeq + 1 : null
  const work = useCallback(
    (client: StationClient, who: Who) => {
      return client.exportLog({ ...who, ...(from === null ? {} : { from }) })
    },
    [from],
  )
  const onDone = useCallback((answered: ExportAnswer) => {
    if (answered.accepted) saveFile(answered.file)
    setAnswer(answered)
  }, [])
  const { start, ...supervised } = useSupervised(work, onDone)
  if (pending === 0 && saved === null) return null
  const canSave = pending > 0 && (saved === null || from !== null)
  const isUntouched = answer === null && supervised.question === null
  const button = (
    <TouchButton
      label={from === null ? say('save.button') : say('save.left', { left: saved?.left ?? 0 })}
      icon="out"
      testId="save-log-button"
      onPress={start}
    />
  )
  if (isBrief && isUntouched) return button
  return (
    <section className={css['save']} data-testid="save-log">
      <h3 className={css['title']}>
        <Icon name="out" /> {say('save.title')}
      </h3>
      {saved === null ? <p>{say('save.say', { count: pending })}</p> : <Saved file={saved} />}
      {answer?.accepted === false && (
        <p className={css['wrong']} role="alert">
          {say(`close.trouble.${answer.trouble}`)}
        </p>
      )}
      {supervised.question !== null && <SupervisorAsk {...supervised} />}
      {supervised.question === null && canSave && button}
    </section>
  )
}

function Saved({ file }: { file: ExportedLog }) {
  const { say } = useText()
  if (file.actions === 0) return <p>{say('save.none')}</p>
  return (
    <div className={css['saved']} role="status" data-testid="saved-log">
      <b>
        <Icon name="check" /> {say('save.done', { name: file.name, actions: file.actions })}
      </b>
      <p>{say('save.done.say')}</p>
      {file.damagedAfter !== null && (
        <p className={css['wrong']}>{say('save.damaged', { seq: file.damagedAfter })}</p>
      )}
    </div>
  )
}
