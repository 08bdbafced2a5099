import { Button, CopyButton } from '@mantine/core'
import { useText } from '../text/text.ts'
import classes from './shown-once.module.css'

type Props = { title: string; secret: string; onDone: () => void }

/** A secret that the office does not keep: whoever needs it copies it now. */
export function ShownOnce({ title, secret, onDone }: Props) {
  const { say } = useText()
  return (
    <div className={classes['box']} role="status">
      <p className={classes['title']}>{title}</p>
      <p>{say('settings.shown-once')}</p>
      <code className={classes['secret']}>{secret}</code>
      <div className={classes['buttons']}>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? say('settings.copied') : say('settings.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          {say('settings.copied-done')}
        </Button>
      </div>
    </div>
  )
}
