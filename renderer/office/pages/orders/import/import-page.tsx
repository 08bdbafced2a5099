import { Link } from 'wouter'
import { Page } from '../../../components/page.tsx'
import { useText } from '../../../text/text.ts'
import { ChooseFile } from './choose-file.tsx'
import { ImportProgress } from './import-progress.tsx'
import { ImportReport } from './import-report.tsx'
import { useImportRun } from './import-run.ts'
import classes from './import.module.css'

/** Many orders from a file: choose it, see it go in, read what became of each row. */
export function ImportPage() {
  const { say } = useText()
  const run = useImportRun()
  const isUnderWay = run?.state === 'running' || run?.state === 'stopping'
  return (
    <Page
      title={say('order-import.title')}
      lead={
        <>
          <Link className={classes['back']} href="/">
            ‹ {say('order.all')}
          </Link>
          {say('order-import.lead')}
        </>
      }
    >
      {run === null && <ChooseFile />}
      {run !== null && isUnderWay && <ImportProgress run={run} />}
      {run !== null && !isUnderWay && <ImportReport run={run} />}
    </Page>
  )
}
