import { useCallback, useRef } from 'react'
import { IDLE_SIGN_OUT_CHOICES, type BenchSettings } from '#contract/rpc/bench-settings.ts'
import { TouchButton } from '../../components/touch-button.tsx'
import type { StationClient } from '../../station-client.ts'
import { useText } from '../../text/text.ts'
import { SupervisorAsk } from '../supervisor-ask.tsx'
import { useSupervised, type Who } from '../use-supervised.ts'
import css from './panel.module.css'

type Change = Partial<BenchSettings>

/** What a supervisor decides about this bench. A touch asks for the badge; what it says holds then. */
export function BenchRules({ settings }: { settings: BenchSettings }) {
  const { say } = useText()
  const wanted = useRef<Change>({})
  const work = useCallback((client: StationClient, who: Who) => {
    return client.changeSettings({ ...who, change: wanted.current })
  }, [])
  const { start, ...supervised } = useSupervised(work, nothingMore)
  if (supervised.question !== null) return <SupervisorAsk {...supervised} />
  const change = (next: Change) => () => {
    wanted.current = next
    start()
  }
  return (
    <section className={css['stack']} data-testid="bench-rules">
      <Options
        title={say('rules.auto-close')}
        options={[true, false].map((autoClose) => ({
          id: `auto-close-${autoClose ? 'on' : 'off'}`,
          label: say(autoClose ? 'rules.auto-close.on' : 'rules.auto-close.off'),
          isChosen: settings.autoClose === autoClose,
          onPress: change({ autoClose }),
        }))}
      />
      <Options
        title={say('rules.idle')}
        options={IDLE_SIGN_OUT_CHOICES.map((idleSignOutMinutes) => ({
          id: `idle-${idleSignOutMinutes}`,
          label: say('rules.idle.minutes', { count: idleSignOutMinutes }),
          isChosen: settings.idleSignOutMinutes === idleSignOutMinutes,
          onPress: change({ idleSignOutMinutes }),
        }))}
      />
      <p className={css['detail']}>{say('rules.say')}</p>
    </section>
  )
}

/** The host says anew what is set; there is nothing to add to it. */
function nothingMore(): void {}

type OptionsProps = {
  title: string
  options: { id: string; label: string; isChosen: boolean; onPress: () => void }[]
}

function Options({ title, options }: OptionsProps) {
  return (
    <div>
      <h3 className={css['choiceTitle']}>{title}</h3>
      <div className={css['choices']}>
        {options.map(({ id, label, isChosen, onPress }) => (
          <TouchButton
            key={id}
            label={label}
            tone={isChosen ? 'primary' : 'plain'}
            isPressed={isChosen}
            testId={id}
            onPress={onPress}
            {...(isChosen ? { icon: 'check' as const } : {})}
          />
        ))}
      </div>
    </div>
  )
}
