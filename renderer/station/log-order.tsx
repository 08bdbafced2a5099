import { useCallback, useState } from 'react'
import type { LogOrderAnswer } from '#contract/rpc/log-order.ts'
import type { StationClient } from '../station-client.ts'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './log-order.module.css'
import { SupervisorAsk } from './supervisor-ask.tsx'
import { useSupervised, type Who } from './use-supervised.ts'

type Order = 'new-log' | 'seen'

const CALLS = {
  'new-log': (client: StationClient, who: Who) => client.beginNewLog(who),
  seen: (client: StationClient, who: Who) => client.dismissLogTrouble(who),
} as const

type Props = {
  order: Order
  /** Its button was pressed elsewhere. */
  isChosen?: boolean
  onLeave?: () => void
}

/** What a supervisor orders about the log. A new log is asked about twice: it can't be undone. */
export function LogOrder({ order, isChosen = false, onLeave = () => undefined }: Props) {
  const { say } = useText()
  const [isSure, setSure] = useState(isChosen)
  const [answer, setAnswer] = useState<LogOrderAnswer | null>(null)
  const onDone = useCallback((answered: LogOrderAnswer) => {
    setAnswer(answered)
    setSure(false)
  }, [])
  const { start, ...supervised } = useSupervised(CALLS[order], onDone)
  if (supervised.question !== null) {
    return (
      <div className={css['sheet']}>
        <SupervisorAsk {...supervised} />
      </div>
    )
  }
  const leave = () => {
    setSure(false)
    onLeave()
  }
  if (isSure) return <Sure onYes={start} onNo={leave} />
  if (answer?.accepted === true) {
    return (
      <p className={css['done']} role="status">
        {order === 'new-log' ? say('trouble.new-log.done') : say('trouble.none')}
      </p>
    )
  }
  const isNewLog = order === 'new-log'
  return (
    <div className={css['order']}>
      <TouchButton
        label={say(isNewLog ? 'trouble.new-log' : 'trouble.seen')}
        icon={isNewLog ? 'list' : 'check'}
        tone="primary"
        testId={`order-${order}`}
        onPress={isNewLog ? () => setSure(true) : start}
      />
      {answer?.accepted === false && (
        <p className={css['wrong']} role="alert">
          {say(`close.trouble.${answer.trouble}`)}
        </p>
      )}
    </div>
  )
}

function Sure({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  const { say } = useText()
  return (
    <div className={css['sheet']} role="dialog" aria-label={say('trouble.new-log.sure')}>
      <b className={css['ask']}>{say('trouble.new-log.sure')}</b>
      <p>{say('trouble.new-log.sure.say')}</p>
      <TouchButton
        label={say('trouble.new-log.yes')}
        icon="check"
        tone="primary"
        testId="new-log-yes"
        onPress={onYes}
      />
      <TouchButton
        label={say('trouble.new-log.no')}
        icon="cross"
        testId="new-log-no"
        onPress={onNo}
      />
    </div>
  )
}
