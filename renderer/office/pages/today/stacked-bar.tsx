import classes from './stacked-bar.module.css'

export type Tone = 'loaded' | 'packed' | 'picked' | 'reserved' | 'expected' | 'over'
export type BarPart = { tone: Tone; share: number }

/** Shares of a whole beside each other; what the bar shows stands beside it in words too. */
export function StackedBar({ label, parts }: { label: string; parts: readonly BarPart[] }) {
  return (
    <div className={classes['track']} role="img" aria-label={label}>
      {parts
        .filter(({ share }) => share > 0)
        .map(({ tone, share }) => (
          <div
            key={tone}
            className={classes['part']}
            data-tone={tone}
            style={{ width: `${Math.min(1, share) * 100}%` }}
          />
        ))}
    </div>
  )
}
