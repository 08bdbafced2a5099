import type { LineView } from '#contract/rpc/work-view.ts'
import { useText } from '../text/text.ts'
import type { PickWork } from './pick-work.ts'
import css from './then-strip.module.css'

/** Lines that fit on one row at the smallest screen. */
const SHOWN_LINES = 3

/** What comes after this, on one row that never changes its height. */
export function ThenStrip({ work }: { work: PickWork }) {
  const { say } = useText()
  const open = work.lines.filter(isOpen)
  const shown = work.toVerify === null ? open.filter((line) => !isSame(line, work.next)) : open
  return (
    <p className={css['strip']} data-testid="then">
      <b className={css['word']}>{say('pick.then')}</b>
      {shown.length === 0 && (
        <span>{say(work.next === null ? 'pick.then.done' : 'pick.then.none')}</span>
      )}
      {shown.slice(0, SHOWN_LINES).map((line) => (
        <span key={line.lineNo} className={css['line']}>
          <b className={css['location']}>{line.location}</b> {line.name} ×
          {line.requested - line.picked - line.short}
        </span>
      ))}
      {shown.length > SHOWN_LINES && <span>+{shown.length - SHOWN_LINES}</span>}
    </p>
  )
}

function isOpen(line: LineView): boolean {
  return line.picked + line.short < line.requested
}

function isSame(line: LineView, next: LineView | null): boolean {
  return next !== null && line.lineNo === next.lineNo
}
