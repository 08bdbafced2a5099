import type { LineView } from '#contract/rpc/work-view.ts'
import { expiryDay } from '../format/day.ts'
import { useText } from '../text/text.ts'
import css from './lot-advice.module.css'

/** Longer numbers than this are set smaller, so that all of them can be read. */
const WIDE_LOT_MAX = 12

type ShownLot = { lot: string; until: string | null; quantity: number }

/** True where a line says which lot to take, so that its card keeps room for that. */
export function hasLots(line: LineView): boolean {
  return line.lot !== null || line.advised !== undefined
}

/** Which lot to look for, read from two metres away, and until when it is good. */
export function LotAdvice({ line }: { line: LineView }) {
  const { say } = useText()
  const until = useUntil()
  const [first] = shownLots(line)
  return (
    <div className={css['advice']} data-testid="next-lots">
      {first === undefined ? (
        <b className={css['lot']}>{say('lot.any')}</b>
      ) : (
        <>
          <p className={css['about']}>
            <span>{say(line.lot === null ? 'lot.first' : 'lot.only')}</span>
            <b data-testid="next-until">{until(first.until)}</b>
          </p>
          <b
            className={css['lot']}
            data-wide={first.lot.length > WIDE_LOT_MAX}
            data-testid="next-lot"
          >
            {say('lot.name', { lot: first.lot })}
          </b>
        </>
      )}
    </div>
  )
}

/** The lot that comes after it; how many more are only counted. */
export function LotAfter({ line }: { line: LineView }) {
  const { say } = useText()
  const until = useUntil()
  const [, next, ...rest] = shownLots(line)
  if (next === undefined) return null
  return (
    <p className={css['after']} data-testid="next-lot-after">
      <span>
        {say('lot.then')} <b>{say('lot.some', { lot: next.lot, count: next.quantity })}</b>
      </span>
      <span>
        {until(next.until)} {rest.length > 0 && `+${rest.length}`}
      </span>
    </p>
  )
}

function useUntil(): (day: string | null) => string {
  const { say, language } = useText()
  return (day) => (day === null ? '' : say('lot.until', { day: expiryDay(day, language) }))
}

function shownLots({ lot, advised = [], requested, picked, short }: LineView): ShownLot[] {
  if (lot === null) return advised
  const until = advised.find((one) => one.lot === lot)?.until ?? null
  return [{ lot, until, quantity: requested - picked - short }]
}
