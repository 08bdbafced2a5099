import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, type FormEvent } from 'react'
import { call } from '../../api.ts'
import { useSession, type Session } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import again from './sign-in-again.module.css'
import { SignInFields, useSignIn } from './sign-in-fields.tsx'
import { SignInNotice } from './sign-in-notice.tsx'
import classes from './sign-in.module.css'

/**
 * Stands before the page of somebody whose session has ended: what they typed waits behind it, out of reach and out of
 * sight. It is the browser's own dialog, so that it lies over every other one, and nothing closes it but signing in.
 */
export function SignInAgain({ session }: { session: Session }) {
  const { say } = useText()
  const form = useSignIn(session.name)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    // The name is known; a dialog would begin with its first field.
    dialog.current?.querySelector<HTMLInputElement>('input[type=password]')?.focus()
  }, [])
  useOtherTab()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    form.submit()
  }
  return (
    <dialog
      ref={dialog}
      className={again['dialog']}
      aria-labelledby="sign-in-again"
      onCancel={(event) => event.preventDefault()}
    >
      <form className={again['form']} onSubmit={submit}>
        <header className={classes['head']}>
          <h2 id="sign-in-again" className={classes['title']}>
            {say('sign-in.again')}
          </h2>
          <p className={classes['lead']}>
            {say('sign-in.again-lead', { name: session.displayName })}
          </p>
        </header>
        <SignInNotice error={form.error} />
        <CompanyTab />
        <SignInFields form={form} />
        <p className={classes['hint']}>{say('sign-in.again-other')}</p>
      </form>
    </dialog>
  )
}

/** The company's log-in leads away from the page, so it has a tab of its own. */
function CompanyTab() {
  const { say } = useText()
  const ways = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: () => call('GET /v1/sign-in-ways'),
  })
  const company = ways.data?.company ?? null
  if (company === null) return null
  return (
    <>
      <Button
        component="a"
        href="/v1/company-sign-in?to=%2Ftoday"
        target="_blank"
        rel="noopener"
        variant="default"
        size="md"
      >
        {say('sign-in.company', { name: company.name })}
      </Button>
      <p className={classes['hint']}>{say('sign-in.again-tab')}</p>
      <p className={classes['or']}>{say('sign-in.or')}</p>
    </>
  )
}

/** Whoever has signed in in another tab meanwhile goes on as soon as they come back. */
function useOtherTab(): void {
  const { refresh } = useSession()
  const read = useRef(refresh)
  useEffect(() => {
    read.current = refresh
  })
  useEffect(() => {
    const look = () => void read.current()
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [])
}

/**
 * While somebody has to sign in again, keys are for that alone: Escape would close a dialog that waits behind, with
 * what was typed into it. To be used before any dialog is there, so that it hears of a key first.
 */
export function useKeysHeld(isHeld: boolean): void {
  const held = useRef(isHeld)
  useEffect(() => {
    held.current = isHeld
  }, [isHeld])
  useEffect(() => {
    const keep = (event: KeyboardEvent) => {
      if (!held.current) return
      event.stopImmediatePropagation()
      if (event.key === 'Escape') event.preventDefault()
    }
    window.addEventListener('keydown', keep, { capture: true })
    return () => window.removeEventListener('keydown', keep, { capture: true })
  }, [])
}
