import { useState } from 'react'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './practice-entry.module.css'
import { useCall } from './station-context.tsx'

/** The way to the bench to learn at; where work is in hand it says why not. */
export function PracticeEntry() {
  const { say } = useText()
  const call = useCall()
  const [isBusy, setBusy] = useState(false)
  const begin = async () => {
    const answer = await call((client) => client.practice.begin())
    setBusy(answer?.trouble === 'work-in-hand')
  }
  return (
    <div className={css['entry']}>
      <TouchButton
        label={say('practice.begin')}
        icon="badge"
        testId="practice-begin"
        onPress={() => void begin()}
      />
      <p className={css['say']} data-tone={isBusy ? 'warn' : 'plain'} aria-live="polite">
        {say(isBusy ? 'practice.busy' : 'practice.begin.say')}
      </p>
    </div>
  )
}
