import { UnstyledButton } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { useText } from '../text/text.ts'
import { Icon, type IconName } from './icon.tsx'
import css from './side-panel.module.css'
import { pressed } from './touch-button.tsx'
import { useHeldFocus } from './use-held-focus.ts'

type Props = {
  title: string
  icon: IconName
  testId: string
  onClose: () => void
  /** For long lists and decisions; elsewhere the work stays in sight beside the panel. */
  isWide?: boolean
  /** For what is looked at as a whole, in place of the work. */
  isFull?: boolean
  children: ReactNode
}

/** A panel over the right half of the bench. Touch beside it, its cross or Escape closes it. */
export function SidePanel(props: Props) {
  const { title, icon, testId, onClose, isWide = false, isFull = false, children } = props
  const { say } = useText()
  const sheet = useHeldFocus<HTMLElement>()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onClose])
  return (
    <div className={css['layer']}>
      <button
        type="button"
        className={css['backdrop']}
        aria-hidden="true"
        tabIndex={-1}
        onClick={onClose}
      />
      <section
        ref={sheet}
        className={css['panel']}
        data-wide={isWide}
        data-full={isFull}
        data-testid={testId}
        role="dialog"
        aria-label={title}
        tabIndex={-1}
      >
        <div className={css['head']}>
          <Icon name={icon} size="2.25rem" />
          <h2 className={css['title']}>{title}</h2>
          <UnstyledButton
            className={css['close']}
            aria-label={say('panel.close')}
            data-testid="panel-close"
            onClick={pressed(onClose)}
          >
            <Icon name="cross" size="2rem" />
          </UnstyledButton>
        </div>
        <div className={css['body']}>{children}</div>
      </section>
    </div>
  )
}
