import { UnstyledButton } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useText } from '../../text/text.ts'
import classes from './sign-in.module.css'

type SignInFrameProps = {
  title: string
  lead?: string
  onSubmit: () => void
  children: ReactNode
}

/** What stands around a form before anybody is signed in: the name of the house, and the language. */
export function SignInFrame({ title, lead, onSubmit, children }: SignInFrameProps) {
  const { say, language, choose } = useText()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <main className={classes['page']}>
      <div className={classes['column']}>
        <p className={classes['brand']}>Loadline</p>
        <form className={classes['card']} onSubmit={submit}>
          <header className={classes['head']}>
            <h1 className={classes['title']}>{title}</h1>
            {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
          </header>
          {children}
        </form>
        <UnstyledButton
          className={classes['language']}
          lang={language === 'en' ? 'nl' : 'en'}
          onClick={() => choose(language === 'en' ? 'nl' : 'en')}
        >
          {say('shell.language')}
        </UnstyledButton>
      </div>
    </main>
  )
}
