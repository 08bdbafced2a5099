import type { BenchView } from '#contract/rpc/bench-view.ts'
import { useText } from '../../text/text.ts'
import { SaveLog } from '../save-log.tsx'
import { TroubleCard } from '../trouble-card.tsx'
import { troublesOf } from '../trouble.ts'
import css from './panel.module.css'

/** Everything that troubles this bench, worst first, with what can be done about it here. */
export function TroublePanel({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const troubles = troublesOf(bench)
  const canSave = troubles.some(({ actions }) => actions.includes('save'))
  return (
    <div className={css['stack']}>
      {troubles.length === 0 && <p className={css['none']}>{say('trouble.none')}</p>}
      {troubles.map((trouble) => (
        <TroubleCard key={trouble.name} trouble={trouble} />
      ))}
      {canSave && <SaveLog pending={bench.log.pending} />}
    </div>
  )
}
