import { useState } from 'react'
import type { ParkedScansInput } from '#contract/rpc/parked-scans.ts'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './log-order.module.css'
import { useBench, useCall } from './station-context.tsx'

/** What becomes of codes that a scanner's memory sent at once. Throwing them away is asked about twice. */
export function ParkedOrder() {
  const { say } = useText()
  const call = useCall()
  const { bench } = useBench()
  const [isSure, setSure] = useState(false)
  const parked = bench?.parked ?? null
  if (parked === null) return null
  const { scannerId, count, lost } = parked
  const decide = (decision: ParkedScansInput['decision']) => {
    setSure(false)
    void call((client) => client.parkedScans({ scannerId, decision }))
  }
  if (isSure) {
    const sure = say('parked.sure', { count })
    return (
      <div className={css['sheet']} role="dialog" aria-label={sure}>
        <b className={css['ask']}>{sure}</b>
        <TouchButton
          label={say('parked.throw-away')}
          icon="check"
          tone="wrong"
          testId="parked-throw-away-yes"
          onPress={() => decide('throw-away')}
        />
        <TouchButton
          label={say('parked.keep')}
          icon="cross"
          testId="parked-keep"
          onPress={() => setSure(false)}
        />
      </div>
    )
  }
  return (
    <div className={css['order']}>
      {lost > 0 && <p className={css['wrong']}>{say('parked.lost', { count: lost })}</p>}
      <TouchButton
        label={say('parked.let-in', { count })}
        icon="check"
        tone="primary"
        testId="parked-let-in"
        onPress={() => decide('let-in')}
      />
      <TouchButton
        label={say('parked.throw-away')}
        icon="cross"
        testId="parked-throw-away"
        onPress={() => setSure(true)}
      />
    </div>
  )
}
