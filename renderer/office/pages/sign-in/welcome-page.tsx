import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import { useText } from '../../text/text.ts'
import { SignInFrame } from './sign-in-frame.tsx'
import { SignInNotice } from './sign-in-notice.tsx'

const NOTHING = { displayName: '', name: '', email: '', password: '' }

/** The first visit, by the link that the office printed: whoever opens it becomes the first administrator. */
export function WelcomePage() {
  const { say } = useText()
  const [given, setGiven] = useState(NOTHING)
  // After the # so that no server and no log ever reads it.
  const token = location.hash.slice(1)
  const setUp = useMutation({
    mutationFn: () => {
      const { email, ...rest } = given
      return call('POST /v1/setup', {
        body: { token, ...rest, ...(email === '' ? {} : { email }) },
      })
    },
    onSuccess: () => location.replace('/'),
  })
  const field = (name: keyof typeof NOTHING) => ({
    value: given[name],
    withAsterisk: false,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setGiven((before) => ({ ...before, [name]: value }))
    },
  })
  if (token === '') return <NoLink />
  return (
    <SignInFrame
      title={say('welcome.title')}
      lead={say('welcome.lead')}
      onSubmit={() => setUp.mutate()}
    >
      <TextInput
        label={say('welcome.display-name')}
        autoComplete="name"
        required
        autoFocus
        {...field('displayName')}
      />
      <TextInput
        label={say('welcome.name')}
        description={say('welcome.name-hint')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        {...field('name')}
      />
      <TextInput
        label={say('welcome.email')}
        description={say('welcome.email-hint')}
        type="email"
        autoComplete="email"
        {...field('email')}
      />
      <PasswordInput
        label={say('sign-in.password')}
        description={say('welcome.password-hint')}
        autoComplete="new-password"
        required
        {...field('password')}
        visibilityToggleButtonProps={{ 'aria-label': say('sign-in.show-password') }}
      />
      <SignInNotice error={setUp.error} />
      <Button type="submit" size="md" loading={setUp.isPending}>
        {say('welcome.go')}
      </Button>
    </SignInFrame>
  )
}

/** Somebody who typed the address: the way in is the whole link, or signing in. */
function NoLink() {
  const { say } = useText()
  return (
    <SignInFrame
      title={say('welcome.no-link')}
      lead={say('welcome.no-link-do')}
      onSubmit={() => location.assign('/')}
    >
      <Button type="submit" size="md">
        {say('sign-in.go')}
      </Button>
    </SignInFrame>
  )
}
