import { useEffect, type ReactNode } from 'react'
import classes from './page.module.css'
import { ZoneNote } from './zone.tsx'

type Props = {
  title: string
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** A line below the title. */
  lead?: ReactNode
  /** True where the content is a sheet with a head of its own: the title stays off the paper. */
  isSheet?: boolean
  children: ReactNode
}

/** One page: its title, what can be done on it, and its content. */
export function Page({ title, actions, lead, isSheet = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Loadline`
  }, [title])
  return (
    <div className={classes['page']}>
      <div className={classes['head']} data-sheet={isSheet}>
        <div>
          <h1 className={classes['title']}>{title}</h1>
          {lead !== undefined && <div className={classes['lead']}>{lead}</div>}
          <ZoneNote />
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** A part of a page with a title of its own. */
export function Section({ title, actions, children }: Omit<Props, 'lead' | 'isSheet'>) {
  return (
    <section className={classes['section']} aria-label={title}>
      <div className={classes['head']}>
        <h2 className={classes['sectionTitle']}>{title}</h2>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </div>
      {children}
    </section>
  )
}
