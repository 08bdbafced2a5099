import { useText } from '../../text/text.ts'
import type { StationState } from './station-words.ts'
import classes from './stations.module.css'

/** The state of a station in words; its colour only says it again. */
export function StateBadge({ state }: { state: StationState }) {
  const { say } = useText()
  return (
    <span className={classes['badge']} data-state={state}>
      {say(`stations.is.${state}`)}
    </span>
  )
}
