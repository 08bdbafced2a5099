import { useText } from '../text/text.ts'
import classes from './state.module.css'

/** A page that is being read. It says so only after a moment: most are there at once. */
export function Loading() {
  const { say } = useText()
  return (
    <p className={classes['loading']} role="status" data-testid="loading">
      {say('state.loading')}
    </p>
  )
}
