import type { ReactNode } from 'react'
import classes from './state.module.css'

type Props = { title: string; hint?: string; children?: ReactNode }

/** Where nothing is yet: what belongs here, and what to do first. */
export function EmptyState({ title, hint, children }: Props) {
  return (
    <div className={classes['state']}>
      <h2 className={classes['title']}>{title}</h2>
      {hint !== undefined && <p className={classes['hint']}>{hint}</p>}
      {children}
    </div>
  )
}
