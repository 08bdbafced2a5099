import { useState, type FormEvent } from 'react'
import { STATION_CODE_TYPED_MAX } from '#contract/barcode/enrolment-qr.ts'
import { TouchButton } from '../components/touch-button.tsx'
import { useText } from '../text/text.ts'
import css from './first-run-screen.module.css'
import { useCall } from './station-context.tsx'

/** Longer than any address, short enough to be looked over. */
const ADDRESS_MAX = 200

/** The one form of the bench: address and code, typed where no scanner works yet. */
export function EnrolmentForm({ onLeave }: { onLeave: () => void }) {
  const { say } = useText()
  const call = useCall()
  const [address, setAddress] = useState('')
  const [code, setCode] = useState('')
  const isWhole = address.trim() !== '' && code.trim() !== ''
  const send = () => {
    if (isWhole) void call((client) => client.firstRun.enrol({ address, code }))
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  return (
    <form className={css['form']} onSubmit={onSubmit}>
      <label className={css['field']}>
        <span>{say('first-run.address')}</span>
        <input
          type="text"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={ADDRESS_MAX}
          placeholder="https://"
          value={address}
          data-testid="first-run-address"
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
      </label>
      <label className={css['field']}>
        <span>{say('first-run.code')}</span>
        <input
          type="text"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={STATION_CODE_TYPED_MAX}
          placeholder="ABCD-2345"
          value={code}
          data-testid="first-run-code"
          onChange={(event) => setCode(event.currentTarget.value)}
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
          isDisabled={!isWhole}
          testId="first-run-send"
          onPress={send}
        />
      </div>
    </form>
  )
}
