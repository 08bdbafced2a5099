import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import { useSession } from '../../session.tsx'
import { useText } from '../../text/text.ts'

export type SignInForm = ReturnType<typeof useSignIn>

/** A name and a password on their way to a session; the page reads the new session by itself. */
export function useSignIn(firstLogin: string) {
  const { refresh } = useSession()
  const [login, setLogin] = useState(firstLogin)
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => call('POST /v1/session', { body: { login, password } }),
    onSuccess: refresh,
  })
  const { error, isPending } = signIn
  const submit = () => signIn.mutate()
  return { login, setLogin, password, setPassword, submit, error, isPending }
}

/** The cursor stands where something has to be typed. */
export function SignInFields({ form }: { form: SignInForm }) {
  const { say } = useText()
  const [isNamed] = useState(form.login !== '')
  return (
    <>
      <TextInput
        label={say('sign-in.login')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus={!isNamed}
        required
        withAsterisk={false}
        value={form.login}
        onChange={(event) => form.setLogin(event.currentTarget.value)}
      />
      <PasswordInput
        label={say('sign-in.password')}
        autoComplete="current-password"
        autoFocus={isNamed}
        required
        withAsterisk={false}
        value={form.password}
        onChange={(event) => form.setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': say('sign-in.show-password') }}
      />
      <Button type="submit" size="md" loading={form.isPending}>
        {say('sign-in.go')}
      </Button>
    </>
  )
}
