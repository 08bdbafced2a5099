import type { ReactNode } from 'react'
import { reasonCode, reasonsFor, type ReasonPurpose } from '#contract/barcode/loadline-code.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { ScanCode } from '../components/scan-code.tsx'
import { TouchButton } from '../components/touch-button.tsx'
import { useHeldFocus } from '../components/use-held-focus.ts'
import { useText } from '../text/text.ts'
import css from './prompt-screen.module.css'
import { usePresses } from './station-context.tsx'

type QuestionProps = {
  kind: Prompt['kind']
  title: string
  canCancel?: boolean
  children: ReactNode
}

/** One question over the whole screen; CANCEL takes it back. */
export function Question({ kind, title, canCancel = false, children }: QuestionProps) {
  const sheet = useHeldFocus<HTMLElement>()
  return (
    <section
      ref={sheet}
      className={css['layer']}
      data-testid={`prompt-${kind}`}
      role="dialog"
      aria-label={title}
      tabIndex={-1}
    >
      <div className={css['sheet']}>
        <header className={css['head']}>
          <h1 className={css['title']}>{title}</h1>
          {canCancel && <Cancel />}
        </header>
        {children}
      </div>
    </section>
  )
}

/** More than these stand two by two, so that each keeps its height. */
const REASONS_IN_A_COLUMN = 3

/** Each reason as one big button with the code a scanner may read instead. */
export function Reasons({ purpose }: { purpose: ReasonPurpose }) {
  const { say } = useText()
  const { reason } = usePresses()
  return (
    <div className={css['reasons']} data-pairs={reasonsFor(purpose).length > REASONS_IN_A_COLUMN}>
      {reasonsFor(purpose).map((name) => (
        <div key={name} className={css['reason']}>
          <TouchButton
            label={say(`reason.${name}`)}
            testId={`reason-${name}`}
            isLarge
            onPress={() => reason(name)}
          >
            <ScanCode text={reasonCode(name)} size="6rem" />
          </TouchButton>
        </div>
      ))}
    </div>
  )
}

function Cancel() {
  const { say } = useText()
  const { command } = usePresses()
  return (
    <TouchButton
      label={say('cmd.CANCEL')}
      icon="cross"
      testId="cmd-CANCEL"
      onPress={() => command('CANCEL')}
    />
  )
}
