import { Button, FileInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ImportedLog } from '#contract/http/station-log-routes.ts'
import { LOG_FILE_TYPE } from '#contract/sync/log-file.ts'
import { send } from '../../api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useText } from '../../text/text.ts'
import { actionWords } from '../../components/action-words.ts'
import classes from './stations.module.css'

/** The log of a bench that cannot send it itself, carried here as a file. */
export function ImportPage() {
  const { say } = useText()
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const bring = useMutation({
    mutationFn: async (picked: File) => {
      const answer = await send('POST', '/v1/station-logs', picked, LOG_FILE_TYPE)
      return (await answer.json()) as ImportedLog
    },
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <Page
      title={say('stations.bring-log')}
      lead={say('stations.import-lead')}
      actions={
        <Button component={Link} href="/" variant="default">
          {say('stations.back')}
        </Button>
      }
    >
      <div className={classes['form']}>
        <FileInput
          label={say('stations.import-file')}
          placeholder={say('stations.import-pick')}
          value={file}
          onChange={setFile}
        />
        <Button
          disabled={file === null}
          loading={bring.isPending}
          onClick={() => file !== null && bring.mutate(file)}
        >
          {say('stations.import-go')}
        </Button>
        {bring.isPending && <p role="status">{say('stations.import-busy')}</p>}
      </div>
      <ProblemNotice error={bring.error} />
      {bring.data !== undefined && <Result imported={bring.data} />}
    </Page>
  )
}

function Result({ imported }: { imported: ImportedLog }) {
  const { say, language } = useText()
  const { stationId, name, actions, troubles, ...counts } = imported
  return (
    <Section title={say('stations.import-done', { name, actions })}>
      <p role="status">{say('stations.import-say', counts)}</p>
      {troubles.length > 0 && (
        <DataTable
          label={say('stations.import-troubles')}
          rows={troubles}
          rowKey={({ actionId }) => actionId}
          sorting={null}
          onSort={() => undefined}
          columns={[
            {
              key: 'seq',
              title: say('stations.log-seq'),
              cell: ({ seq }) => seq,
              isNumber: true,
            },
            {
              key: 'what',
              title: say('stations.log-what'),
              cell: ({ type }) => actionWords(type, language),
            },
            {
              key: 'outcome',
              title: say('stations.log-outcome'),
              cell: ({ outcome, detail }) => `${say(`stations.outcome.${outcome}`)}: ${detail}`,
            },
          ]}
        />
      )}
      <Link href={`/${stationId}`}>{say('stations.enrol-open')}</Link>
    </Section>
  )
}
