import { SIGN_IN_TROUBLE_MEMBER } from '#contract/http/sign-in-trouble.ts'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf, call } from '../../api.ts'
import { useText } from '../../text/text.ts'
import { SignInFields, useSignIn } from './sign-in-fields.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { SignInNotice } from './sign-in-notice.tsx'
import classes from './sign-in.module.css'

/** Stands where a page would, under its address, so that whoever signs in sees what they came for. */
export function SignInPage() {
  const { say } = useText()
  const form = useSignIn('')
  const [trouble] = useState(takeTrouble)
  const ways = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: () => call('GET /v1/sign-in-ways'),
  })
  const company = ways.data?.company ?? null
  return (
    <SignInFrame title={say('sign-in.title')} onSubmit={form.submit}>
      <SignInNotice error={form.error} trouble={trouble} />
      {company !== null && (
        <>
          <Button component="a" href={companyAddress()} variant="default" size="md">
            {say('sign-in.company', { name: company.name })}
          </Button>
          <p className={classes['or']}>{say('sign-in.or')}</p>
        </>
      )}
      <SignInFields form={form} />
      <p className={classes['hint']}>{say('sign-in.forgotten')}</p>
    </SignInFrame>
  )
}

function companyAddress(): string {
  return addressOf('/v1/company-sign-in', {}, { to: location.pathname + location.search })
}

/** What the company's log-in said stands in the address once; a page that is loaded again is clean. */
function takeTrouble(): string | null {
  const address = new URL(location.href)
  const trouble = address.searchParams.get(SIGN_IN_TROUBLE_MEMBER)
  if (trouble === null) return null
  address.searchParams.delete(SIGN_IN_TROUBLE_MEMBER)
  history.replaceState(null, '', address.pathname + address.search)
  return trouble
}
