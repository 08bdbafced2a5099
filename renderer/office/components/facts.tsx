import type { ReactNode } from 'react'
import classes from './facts.module.css'

/** What is known of one thing: names and values side by side. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes['fact']}>
          <dt className={classes['name']}>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
