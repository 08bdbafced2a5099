import { Icon } from '../components/icon.tsx'
import css from './sign-in-screen.module.css'

/** A badge with the beam of a scanner over it: what to do, without words. */
export function BadgePicture({ isSmall = false }: { isSmall?: boolean }) {
  return (
    <span className={css['badge']} data-small={isSmall}>
      <Icon name="badge" size={isSmall ? '4rem' : '13rem'} />
      <span className={css['beam']} />
    </span>
  )
}
