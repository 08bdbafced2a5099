import type { ReactNode } from 'react'
import { Icon, type IconName } from '../components/icon.tsx'
import css from './notice.module.css'

type Props = {
  title: string
  icon: IconName
  /** `busy` waits and breathes; `trouble` fills the screen with amber. */
  tone: 'busy' | 'trouble'
  /** What happened. */
  say: string
  /** The one thing to do next, and what is safe meanwhile. */
  next?: string
  safe?: string
  /** Covers the top bar too: nothing of it is true then. */
  isWhole?: boolean
  testId: string
  children?: ReactNode
}

/** Fills the screen in plain words while there is nothing to work with. */
export function Notice(props: Props) {
  const { title, icon, tone, say, next, safe, isWhole = false, testId, children } = props
  return (
    <section
      className={css['notice']}
      data-tone={tone}
      data-whole={isWhole}
      data-testid={testId}
      {...(tone === 'trouble' ? { role: 'alert' as const } : {})}
    >
      <span className={css['mark']}>
        <Icon name={icon} size="5.5rem" />
      </span>
      <h1 className={css['title']}>{title}</h1>
      <p className={css['say']}>{say}</p>
      <div className={css['advice']}>
        {next !== undefined && (
          <p className={css['do']}>
            <Icon name="next" size="2.25rem" />
            <span>{next}</span>
          </p>
        )}
        {safe !== undefined && (
          <p className={css['safe']}>
            <Icon name="check" size="2.25rem" />
            <span>{safe}</span>
          </p>
        )}
      </div>
      {children}
    </section>
  )
}
