import { useEffect, useRef, useState, type FormEvent } from 'react'
import { STATION_CODE_TYPED_MAX } from '#contract/barcode/enrolment-qr.ts'
import type { FirstRunTrouble, FirstRunView, TypedEnrolment } from '#contract/rpc/first-run-view.ts'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './first-run-screen.module.css'
import { useCall } from './station-context.tsx'

/** Longer than any address, short enough to be looked over. */
const ADDRESS_MAX = 200

/** What another address may mend; anything else is asked of the code. */
const ADDRESS_TROUBLES: readonly FirstRunTrouble[] = [
  'bad-address',
  'plain-http',
  'unreachable',
  'not-the-office',
]

type Props = {
  firstRun: FirstRunView
  /** What was typed outlives the form: it is looked over after a failure, and not typed again. */
  typed: TypedEnrolment
  onTyped: (typed: TypedEnrolment) => void
  onLeave: () => void
}

/** The one form of the bench: address and code, typed where no scanner works yet. */
export function EnrolmentForm({ firstRun, typed, onTyped, onLeave }: Props) {
  const { say } = useText()
  const { address, code, wrong, type, send, isAsking, isWhole } = useTyping({
    firstRun,
    typed,
    onTyped,
  })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  return (
    <form className={css['form']} onSubmit={onSubmit}>
      <label className={css['field']}>
        <span>{say('first-run.address')}</span>
        <input
          ref={address}
          type="text"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={ADDRESS_MAX}
          placeholder="https://"
          value={typed.address}
          aria-invalid={wrong === 'address'}
          data-testid="first-run-address"
          onChange={(event) => type({ address: event.currentTarget.value })}
        />
      </label>
      <label className={css['field']}>
        <span>{say('first-run.code')}</span>
        <input
          ref={code}
          type="text"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={STATION_CODE_TYPED_MAX}
          placeholder="ABCD-2345"
          value={typed.code}
          aria-invalid={wrong === 'code'}
          data-testid="first-run-code"
          onChange={(event) => type({ code: event.currentTarget.value })}
        />
      </label>
      <div className={css['actions']}>
        <TouchButton
          isLarge
          label={say('first-run.back')}
          icon="scanner"
          testId="first-run-back"
          onPress={onLeave}
        />
        <TouchButton
          isLarge
          label={say('first-run.send')}
          icon="check"
          tone="primary"
          isDisabled={!isWhole || isAsking}
          testId="first-run-send"
          onPress={send}
        />
        {/* The big buttons send nothing by themselves; a form of two fields needs one for its Enter key. */}
        <button type="submit" hidden />
      </div>
    </form>
  )
}

/**
 * Sends what was typed, and once that has failed selects what is most likely wrong, so that it is typed over. The
 * bench asks again by itself now and then: what somebody is typing by then stays under their fingers.
 */
function useTyping({ firstRun, typed, onTyped }: Omit<Props, 'onLeave'>) {
  const call = useCall()
  const address = useRef<HTMLInputElement>(null)
  const code = useRef<HTMLInputElement>(null)
  const isAsSent = useRef(false)
  const [answers, setAnswers] = useState(0)
  const { step, trouble } = firstRun
  const isAsking = step === 'asking'
  const isWhole = typed.address.trim() !== '' && typed.code.trim() !== ''
  const wrong = trouble === null || !isWhole ? null : fieldOf(trouble)
  // The same trouble after another try is told again; a try of the bench itself is none.
  const told = `${answers} ${trouble}`
  const selectedFor = useRef('')
  useEffect(() => {
    if (wrong === null || !isAsSent.current || selectedFor.current === told) return
    selectedFor.current = told
    const field = wrong === 'address' ? address : code
    field.current?.focus()
    field.current?.select()
  }, [wrong, told])
  return {
    address,
    code,
    wrong,
    isAsking,
    isWhole,
    type: (changed: Partial<TypedEnrolment>) => {
      isAsSent.current = false
      onTyped({ ...typed, ...changed })
    },
    send: () => {
      if (!isWhole || isAsking) return
      isAsSent.current = true
      void call((client) => client.firstRun.enrol(typed)).then(() =>
        setAnswers((count) => count + 1),
      )
    },
  }
}

function fieldOf(trouble: FirstRunTrouble): keyof TypedEnrolment {
  return ADDRESS_TROUBLES.includes(trouble) ? 'address' : 'code'
}
