import { Button, Progress } from '@mantine/core'
import { useFormats } from '../../../components/use-formats.ts'
import { Section } from '../../../components/page.tsx'
import { useText } from '../../../text/text.ts'
import { ImportCounts } from './import-counts.tsx'
import { stopImport, type ImportRun } from './import-run.ts'
import classes from './import.module.css'

/** How far it is, by rows that the office has answered. */
export function ImportProgress({ run }: { run: ImportRun }) {
  const { say } = useText()
  const { count } = useFormats()
  const { name, file, rowsDone, state, isRetrying } = run
  const isStopping = state === 'stopping'
  return (
    <Section title={say('order-import.running', { name })}>
      <Progress.Root size="xl">
        <Progress.Section
          value={(100 * rowsDone) / file.rows}
          aria-label={say('order-import.progress')}
        />
      </Progress.Root>
      <p role="status">
        {say('order-import.progress-of', { done: count(rowsDone), rows: count(file.rows) })}
      </p>
      <ImportCounts run={run} />
      {isRetrying && <p className={classes['trouble']}>{say('order-import.trying-again')}</p>}
      <div className={classes['buttons']}>
        <Button variant="default" disabled={isStopping} onClick={stopImport}>
          {say(isStopping ? 'order-import.stopping' : 'order-import.stop')}
        </Button>
        <p className={classes['soft']}>{say('order-import.stay')}</p>
      </div>
    </Section>
  )
}
