import { Link, useLocation } from 'wouter'
import classes from './sub-menu.module.css'

type Props = { label: string; entries: readonly { path: string; title: string }[] }

/** The pages within a part of the office; each is a link of its own. */
export function SubMenu({ label, entries }: Props) {
  const [location] = useLocation()
  return (
    <nav aria-label={label} className={classes['menu']}>
      {entries.map(({ path, title }) => {
        const isHere = location === path || location.startsWith(`${path}/`)
        return (
          <Link
            key={path}
            href={path}
            className={classes['link']}
            aria-current={isHere ? 'page' : undefined}
          >
            {title}
          </Link>
        )
      })}
    </nav>
  )
}
