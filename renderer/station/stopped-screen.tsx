import { useState } from 'react'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import { LogOrder } from './log-order.tsx'
import css from './notice.module.css'
import { Notice } from './notice.tsx'
import { SaveLog } from './save-log.tsx'
import { troubleWords } from './trouble-words.ts'
import type { Trouble } from './trouble.ts'

/** Nothing is recorded any more: why, what to do, and what a supervisor can do about it here. */
export function StoppedScreen({ trouble, pending }: { trouble: Trouble; pending: number }) {
  const { say, language } = useText()
  const [doing, setDoing] = useState<'new-log' | 'save' | null>(null)
  const words = troubleWords(trouble, say, language)
  if (doing !== null) {
    return (
      <section className={css['notice']} data-tone="trouble" data-testid="stopped-sheet">
        <div className={css['sheet']}>
          {doing === 'new-log' ? (
            <LogOrder isChosen order="new-log" onLeave={() => setDoing(null)} />
          ) : (
            <SaveLog pending={pending} />
          )}
          <TouchButton
            label={say('refusals.back')}
            icon="undo"
            testId="stopped-back"
            onPress={() => setDoing(null)}
          />
        </div>
      </section>
    )
  }
  return (
    <Notice
      tone="trouble"
      icon="hand"
      title={words.title}
      say={words.say}
      next={words.next}
      safe={words.safe}
      testId={`stopped-${trouble.name}`}
    >
      <div className={css['actions']}>
        {trouble.actions.includes('new-log') && (
          <TouchButton
            label={say('trouble.new-log')}
            icon="list"
            tone="primary"
            isLarge
            testId="stopped-new-log"
            onPress={() => setDoing('new-log')}
          />
        )}
        {trouble.actions.includes('save') && pending > 0 && (
          <TouchButton
            label={say('save.button')}
            icon="out"
            isLarge
            testId="stopped-save"
            onPress={() => setDoing('save')}
          />
        )}
      </div>
    </Notice>
  )
}
