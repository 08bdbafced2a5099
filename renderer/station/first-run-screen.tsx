import { useState } from 'react'
import {
  type FirstRunTrouble,
  type FirstRunView,
  PASSING_TROUBLES,
} from '#contract/rpc/first-run-view.ts'
import { Icon } from '../components/icon.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { LANGUAGES } from '../text/language.ts'
import { isTextKey, useText } from '../text/text.ts'
import { EnrolmentForm } from './enrolment-form.tsx'
import css from './first-run-screen.module.css'
import { useCall } from './station-context.tsx'
import { useWedge } from './wedge/use-wedge.ts'

const STEPS = [1, 2, 3] as const

/** The same code again would be refused again. */
const CODE_TROUBLES: readonly FirstRunTrouble[] = ['bad-code', 'code-used', 'code-expired']

const NOTHING_TYPED = { address: '', code: '' }

/** The first screen of a new bench: scan the office's code, and what became of it. */
export function FirstRunScreen({ firstRun }: { firstRun: FirstRunView }) {
  const { say, language, choose } = useText()
  const [isTyping, setTyping] = useState(false)
  const [typed, setTyped] = useState(NOTHING_TYPED)
  useWedge()
  const { step } = firstRun
  return (
    <main className={css['screen']} data-step={step} data-testid={`first-run-${step}`}>
      <header className={css['head']}>
        <span className={css['brand']}>Loadline</span>
        <div className={css['languages']}>
          {LANGUAGES.map((known) => (
            <TouchButton
              key={known}
              label={say(`settings.language.${known}`)}
              tone={known === language ? 'primary' : 'plain'}
              isPressed={known === language}
              testId={`language-${known}`}
              onPress={() => choose(known)}
            />
          ))}
        </div>
      </header>
      <div className={css['body']}>
        {isTyping && step !== 'enrolled' ? (
          <section className={css['sheet']}>
            {firstRun.trouble === null ? (
              <h1 className={css['troubleTitle']} aria-live="polite">
                {say(step === 'asking' ? 'first-run.asking' : 'first-run.form')}
              </h1>
            ) : (
              <Trouble firstRun={firstRun} isTyped />
            )}
            <EnrolmentForm
              firstRun={firstRun}
              typed={typed}
              onTyped={setTyped}
              onLeave={() => setTyping(false)}
            />
          </section>
        ) : (
          <Step firstRun={firstRun} onType={() => setTyping(true)} />
        )}
      </div>
      <Scanners firstRun={firstRun} />
    </main>
  )
}

function Step({ firstRun, onType }: { firstRun: FirstRunView; onType: () => void }) {
  const { say } = useText()
  const { step, officeUrl, name } = firstRun
  if (step === 'asking') {
    return (
      <section className={css['single']} aria-live="polite">
        <span className={css['mark']} data-tone="busy">
          <Icon name="online" size="7rem" />
        </span>
        <h1 className={css['title']}>{say('first-run.asking')}</h1>
        <p className={css['lead']}>{officeUrl}</p>
      </section>
    )
  }
  if (step === 'enrolled') {
    return (
      <section className={css['single']} aria-live="polite">
        <span className={css['mark']} data-tone="good">
          <Icon name="check" size="7rem" />
        </span>
        <h1 className={css['title']}>{say('first-run.enrolled', { name: name ?? '' })}</h1>
        <p className={css['lead']}>{say('first-run.enrolled.say')}</p>
      </section>
    )
  }
  if (step === 'failed') return <Failed firstRun={firstRun} onType={onType} />
  return (
    <section className={css['welcome']}>
      <div>
        <h1 className={css['title']}>{say('first-run.title')}</h1>
        <p className={css['lead']}>{say('first-run.say')}</p>
        <ol className={css['steps']}>
          {STEPS.map((number) => (
            <li key={number} className={css['step']}>
              <span className={css['number']} aria-hidden="true">
                {number}
              </span>
              <span>{say(`first-run.step.${number}`)}</span>
            </li>
          ))}
        </ol>
      </div>
      <div className={css['aside']}>
        <span className={css['mark']} data-tone="busy">
          <Icon name="scanner" size="11rem" />
        </span>
        <TypeButton onType={onType} />
      </div>
    </section>
  )
}

function Failed({ firstRun, onType }: { firstRun: FirstRunView; onType: () => void }) {
  const { say } = useText()
  const call = useCall()
  const { officeUrl, trouble } = firstRun
  const isWorthATry = officeUrl !== null && !(trouble !== null && CODE_TROUBLES.includes(trouble))
  return (
    <section className={css['sheet']}>
      <Trouble firstRun={firstRun} />
      <div className={css['actions']}>
        {isWorthATry && (
          <TouchButton
            isLarge
            label={say('first-run.again')}
            icon="undo"
            tone="primary"
            testId="first-run-again"
            onPress={() => void call((client) => client.firstRun.again())}
          />
        )}
        <TypeButton isLarge onType={onType} />
      </div>
    </section>
  )
}

function TypeButton({ onType, isLarge = false }: { onType: () => void; isLarge?: boolean }) {
  const { say } = useText()
  return (
    <TouchButton
      isLarge={isLarge}
      label={say('first-run.type')}
      icon="list"
      testId="first-run-type"
      onPress={onType}
    />
  )
}

type TroubleProps = { firstRun: FirstRunView; isTyped?: boolean }

/** What went wrong and the way out; what may pass is tried again without anybody's help. */
function Trouble({ firstRun: { trouble, officeUrl }, isTyped = false }: TroubleProps) {
  const { say } = useText()
  if (trouble === null) return null
  const typed = `first-run.typed.${trouble}`
  return (
    <div className={css['trouble']} role="alert" data-testid={`first-run-trouble-${trouble}`}>
      <Icon name="warning" size="4rem" />
      <div>
        <h1 className={css['troubleTitle']}>
          {say(`first-run.trouble.${trouble}`, { office: officeUrl ?? '' })}
        </h1>
        <p className={css['lead']}>
          {say(isTyped && isTextKey(typed) ? typed : `first-run.do.${trouble}`)}
        </p>
        {PASSING_TROUBLES.includes(trouble) && (
          <p className={css['lead']}>{say('first-run.by-itself')}</p>
        )}
      </div>
    </div>
  )
}

function Scanners({ firstRun: { scanners } }: { firstRun: FirstRunView }) {
  const { say } = useText()
  const isReady = scanners.some(({ state }) => state === 'ready')
  const state = scanners.length === 0 ? 'none' : isReady ? 'ready' : 'lost'
  return (
    <footer className={css['foot']} data-tone={isReady ? 'good' : 'warn'}>
      <Icon name={isReady ? 'scanner' : 'warning'} size="2rem" />
      <span>{say(`first-run.scanner.${state}`)}</span>
    </footer>
  )
}
