import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import {
  PRACTICE_TASKS,
  type PracticeHint,
  type PracticeMove,
  type PracticeView,
} from '#contract/rpc/practice-view.ts'
import { Icon } from '../components/icon.tsx'
import { ScanCode } from '../components/scan-code.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { kilograms } from '../format/weight.ts'
import { isTextKey, type TextTools, useText } from '../text/text.ts'
import css from './practice-frame.module.css'
import { useCall } from './station-context.tsx'

/** Around every screen of practice: that nothing is real, what to do next, and the way out. */
export function PracticeFrame({ bench, children }: { bench: BenchView; children: ReactNode }) {
  const { say } = useText()
  const [areCodesShown, setCodesShown] = useState(false)
  const practice = usePractice(bench)
  return (
    <div className={css['frame']} data-testid="practice">
      <section className={css['words']} aria-label={say('practice.words')}>
        <p className={css['plate']}>
          <Icon name="warning" size="1.75rem" />
          {say('practice.words')}
        </p>
      </section>
      <div className={css['stage']}>
        {children}
        {practice !== null && areCodesShown && <Codes practice={practice} />}
      </div>
      <PracticeBar
        practice={practice}
        areCodesShown={areCodesShown}
        onCodes={() => setCodesShown(!areCodesShown)}
      />
    </div>
  )
}

/** Asked again whenever the bench has changed, as the hints are about where it is. */
function usePractice(bench: BenchView): PracticeView | null {
  const call = useCall()
  const { data, refetch } = useQuery({
    queryKey: ['practice'],
    queryFn: () => call((client) => client.practice.view()),
  })
  const seen = useRef(bench)
  useEffect(() => {
    if (seen.current === bench) return
    seen.current = bench
    void refetch()
  }, [bench, refetch])
  return data ?? null
}

type BarProps = { practice: PracticeView | null; areCodesShown: boolean; onCodes: () => void }

function PracticeBar({ practice, areCodesShown, onCodes }: BarProps) {
  const text = useText()
  const { say } = text
  const call = useCall()
  const move = (which: PracticeMove['move']) => {
    const shown = practice?.[which] ?? null
    if (shown !== null) void call((client) => client.practice.move({ move: which, shown }))
  }
  const done = practice?.done ?? []
  const task = PRACTICE_TASKS.find((known) => !done.includes(known))
  return (
    <section className={css['bar']} aria-label={say('settings.practice')}>
      <p className={css['task']} data-testid="practice-task">
        <span className={css['count']}>
          {say('practice.count', { done: done.length, all: PRACTICE_TASKS.length })}
        </span>
        <span>{say(task === undefined ? 'practice.all-done' : `practice.task.${task}`)}</span>
      </p>
      <div className={css['moves']}>
        <TouchButton
          label={practice === null ? say('panel.loading') : hintWords(practice.next, text)}
          icon={practice?.next?.thing === 'scale' ? 'scale' : 'scanner'}
          tone="primary"
          isDisabled={practice?.next == null}
          testId="practice-next"
          onPress={() => move('next')}
        />
        <TouchButton
          label={say('practice.wrong')}
          icon="cross"
          isDisabled={practice?.wrong == null}
          testId="practice-wrong"
          onPress={() => move('wrong')}
        />
        <TouchButton
          label={say('practice.short')}
          icon="carton"
          isDisabled={practice?.short == null}
          testId="practice-short"
          onPress={() => move('short')}
        />
        <TouchButton
          label={say('practice.codes')}
          icon="scanner"
          isPressed={areCodesShown}
          testId="practice-codes"
          onPress={onCodes}
        />
        <TouchButton
          label={say('practice.leave')}
          icon="out"
          testId="practice-leave"
          onPress={() => void call((client) => client.practice.leave())}
        />
      </div>
    </section>
  )
}

/** For a hand with a scanner: the same codes, to be read from the screen. What is weighed or typed has none. */
function Codes({ practice }: { practice: PracticeView }) {
  const { say } = useText()
  const { next, wrong } = practice
  return (
    <aside className={css['codes']} aria-label={say('practice.codes')} data-testid="practice-sheet">
      <Code title={say('practice.right')} hint={next} />
      {wrong !== null && <Code title={say('practice.wrong')} hint={wrong} />}
    </aside>
  )
}

function Code({ title, hint }: { title: string; hint: PracticeHint | null }) {
  const text = useText()
  return (
    <figure className={css['code']}>
      <figcaption>
        <strong>{title}</strong>
        <span>{hintWords(hint, text)}</span>
      </figcaption>
      {hint?.code != null && <ScanCode text={hint.code} size="13rem" />}
    </figure>
  )
}

function hintWords(hint: PracticeHint | null, { say, language }: TextTools): string {
  // Only a PIN is neither scanned nor weighed.
  if (hint === null) return say('practice.pin')
  const { thing, name, grams } = hint
  if (thing === 'scale') {
    return say('practice.scan.scale', { kg: kilograms(grams ?? 0, language) })
  }
  const key = `${thing === 'command' ? 'cmd' : thing}.${name}`
  const words = isTextKey(key) ? say(key) : name
  return say(`practice.scan.${thing}`, { name: words })
}
