import type { ShiftAccount } from '#contract/rpc/account-view.ts'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { RefusalView } from '#contract/rpc/refusal-view.ts'
import { Icon } from '../components/icon.tsx'
import { useText } from '../text/text.ts'
import { BadgePicture } from './badge-picture.tsx'
import { PracticeEntry } from './practice-entry.tsx'
import { didWords, whyWords } from './panels/queue-words.ts'
import css from './shift-end.module.css'
import { shiftState } from './shift-state.ts'
import { useAccount, useRefusals } from './station-context.tsx'

/** More refusals than these are counted. */
const REFUSALS_SHOWN = 3

/**
 * "312 made, 312 accounted for", and it goes on counting while the last ones are sent. The next badge
 * takes it away: it stands in nobody's way.
 */
export function ShiftEnd({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const shift = useAccount()?.shift ?? null
  const refusals = useRefusals() ?? []
  if (shift === null) return null
  const state = shiftState(shift, bench)
  const mine = refusals.filter((refusal) => isOfShift(refusal, shift))
  const name = String(bench.feedback?.detail['name'] ?? '')
  const { made, accountedFor: accounted, waiting: count } = shift
  return (
    <div className={css['screen']}>
      <section className={css['card']} data-state={state} data-testid="shift-end">
        <Icon name={state === 'complete' ? 'check' : 'clock'} size="9rem" />
        <div className={css['words']}>
          <h1>
            <span>{say('shift.made', { made })}</span>
            <span>{say('shift.accounted', { accounted })}</span>
          </h1>
          <p>{say(`shift.${state}.say`, { name, count })}</p>
        </div>
      </section>
      {shift.refusedOpen > 0 && <Refused count={shift.refusedOpen} refusals={mine} />}
      <p className={css['next']}>
        <BadgePicture isSmall />
        {say('shift.next')}
      </p>
      {bench.isPractice !== true && shift.refusedOpen === 0 && <PracticeEntry />}
    </div>
  )
}

function Refused({ count, refusals }: { count: number; refusals: readonly RefusalView[] }) {
  const { say } = useText()
  const rest = count - Math.min(refusals.length, REFUSALS_SHOWN)
  return (
    <section className={css['refused']} data-testid="shift-refused">
      <b>
        <Icon name="warning" size="2rem" /> {say('shift.refused', { count })}
      </b>
      <ul>
        {refusals.slice(0, REFUSALS_SHOWN).map((refusal) => (
          <li key={refusal.seq}>
            {didWords(refusal, say)}: {whyWords(refusal, say)}
          </li>
        ))}
        {refusals.length > 0 && rest > 0 && <li>{say('load.more', { count: rest })}</li>}
      </ul>
    </section>
  )
}

function isOfShift({ operatorId, at }: RefusalView, shift: ShiftAccount): boolean {
  const isBefore = shift.endedAt !== null && at > shift.endedAt
  return operatorId === shift.operatorId && at >= shift.begunAt && !isBefore
}
