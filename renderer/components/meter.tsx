import { Progress } from '@mantine/core'
import css from './meter.module.css'

/** How full something is, as a bar beside its words. `tone` repeats what the words say. */
export function Meter({
  share,
  tone,
  label,
}: {
  share: number
  tone: 'accent' | 'good' | 'warn' | 'wrong'
  label: string
}) {
  return (
    <Progress.Root className={css['track']} data-tone={tone}>
      <Progress.Section className={css['section']} value={share * 100} aria-label={label} />
    </Progress.Root>
  )
}
