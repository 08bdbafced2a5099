import { Icon } from '../components/icon.tsx'
import { useText } from '../text/text.ts'
import css from './sign-in-screen.module.css'

/** One thing to do, and nothing else. */
export function SignInScreen() {
  const { say } = useText()
  return (
    <div className={css['screen']}>
      <span className={css['badge']}>
        <Icon name="badge" size="13rem" />
        <span className={css['beam']} />
      </span>
      <h1 className={css['title']}>{say('sign-in.title')}</h1>
    </div>
  )
}
