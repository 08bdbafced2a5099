import { useText } from '../../text/text.ts'
import classes from './stacked-bar.module.css'

type Name = 'loaded' | 'packed' | 'picked' | 'reserved' | 'free'

/** What the colours of the bars mean. */
export function Legend({ names }: { names: readonly Name[] }) {
  const { say } = useText()
  return (
    <ul className={classes['legend']}>
      {names.map((name) => (
        <li key={name} data-tone={name}>
          {say(`today.${name}`)}
        </li>
      ))}
    </ul>
  )
}
