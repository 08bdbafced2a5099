import type { PrintJobView } from '#contract/rpc/print-job-view.ts'
import type { PrintOrder } from '#contract/rpc/print-order.ts'
import { TouchButton, type TouchTone } from '../../components/touch-button.tsx'
import type { IconName } from '../../components/icon.tsx'
import { useText } from '../../text/text.ts'
import own from './jobs-panel.module.css'

/** An order that still lacks the printer, or the reason, that is asked for next. */
export type Wish = { order: 'redirect' | 'not-printed' | 'reprint'; isElsewhere: boolean }

type Props = {
  job: PrintJobView
  onOrder: (order: PrintOrder) => void
  onWish: (wish: Wish) => void
}

/** What may be done about a label, as its state allows it: few choices, each a big button. */
export function JobActions({ job, onOrder, onWish }: Props) {
  if (job.state === 'unknown') return <DoubtActions job={job} onOrder={onOrder} onWish={onWish} />
  const { id: jobId, hold } = job
  const isWaiting = job.state === 'queued' || job.state === 'held'
  // A page that did not come out is simply printed again.
  const isSent = job.state === 'sent' && !job.isVoid && job.sheet === null
  const mayReprint = !job.isVoid && job.state !== 'sending' && (!isWaiting || hold !== null)
  return (
    <>
      {hold === 'expired' && (
        <Choice
          name="release"
          icon="printer"
          tone="primary"
          onPress={() => onOrder({ order: 'release', jobId })}
        />
      )}
      {isSent && (
        <Choice
          name="not-printed"
          icon="cross"
          onPress={() => onOrder({ order: 'not-printed', jobId })}
        />
      )}
      {isWaiting && hold !== 'copy-exists' && (
        <Choice
          name="redirect"
          icon="next"
          onPress={() => onWish({ order: 'redirect', isElsewhere: true })}
        />
      )}
      {mayReprint && (
        <Choice
          name={job.sheet === null ? 'reprint' : 'again'}
          icon="label"
          onPress={() => onWish({ order: 'reprint', isElsewhere: false })}
        />
      )}
      {mayReprint && !isWaiting && (
        <Choice
          name={job.sheet === null ? 'reprint.elsewhere' : 'again.elsewhere'}
          icon="next"
          onPress={() => onWish({ order: 'reprint', isElsewhere: true })}
        />
      )}
      {(isWaiting || job.state === 'failed') && (
        <Choice name="cancel" icon="cross" onPress={() => onOrder({ order: 'cancel', jobId })} />
      )}
    </>
  )
}

/** "Did this label come out?": two big answers, and where a new one comes out if it did not. */
function DoubtActions({ job, onOrder, onWish }: Props) {
  const { id: jobId } = job
  return (
    <>
      <div className={own['pair']}>
        <Choice
          name="came-out"
          icon="check"
          tone="good"
          onPress={() => onOrder({ order: 'came-out', jobId })}
        />
        <Choice
          name={job.isVoid ? 'not-printed.only' : 'not-printed'}
          icon="cross"
          onPress={() => onOrder({ order: 'not-printed', jobId })}
        />
      </div>
      {!job.isVoid && (
        <Choice
          name="not-printed.elsewhere"
          icon="next"
          onPress={() => onWish({ order: 'not-printed', isElsewhere: true })}
        />
      )}
    </>
  )
}

type ChoiceName =
  | 'came-out'
  | 'not-printed'
  | 'not-printed.only'
  | 'not-printed.elsewhere'
  | 'release'
  | 'redirect'
  | 'cancel'
  | 'reprint'
  | 'reprint.elsewhere'
  | 'again'
  | 'again.elsewhere'
type ChoiceProps = { name: ChoiceName; icon: IconName; tone?: TouchTone; onPress: () => void }

function Choice({ name, icon, tone = 'plain', onPress }: ChoiceProps) {
  const { say } = useText()
  return (
    <TouchButton
      label={say(`print.${name}`)}
      icon={icon}
      tone={tone}
      isLarge
      testId={`print.${name}`}
      onPress={onPress}
    />
  )
}
