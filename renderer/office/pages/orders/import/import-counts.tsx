import { useFormats } from '../../../components/use-formats.ts'
import { useText } from '../../../text/text.ts'
import type { ImportRun } from './import-run.ts'
import classes from './import.module.css'

/** Orders, not rows: new ones, those known before, and those refused. */
export function ImportCounts({ run }: { run: ImportRun }) {
  const { say } = useText()
  const { count } = useFormats()
  return (
    <dl className={classes['counts']}>
      <div>
        <dt>{say('order-import.new')}</dt>
        <dd>{count(run.orders)}</dd>
        {run.waiting > 0 && (
          <dd className={classes['soft']}>
            {count(run.waiting)} {say('order-import.waiting')}
          </dd>
        )}
      </div>
      <div>
        <dt>{say('order-import.before')}</dt>
        <dd>{count(run.replayed)}</dd>
      </div>
      <div data-bad={run.refused > 0}>
        <dt>{say('order-import.refused')}</dt>
        <dd>{count(run.refused)}</dd>
      </div>
    </dl>
  )
}
