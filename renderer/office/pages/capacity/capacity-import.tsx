import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { call } from '../../api.ts'
import { CsvImport } from '../../components/csv-import.tsx'
import { toCsv } from '../../components/csv.ts'
import { Page } from '../../components/page.tsx'
import { readDecimal, type CsvCells } from '../../components/csv-cells.ts'
import { type Say, useText } from '../../text/text.ts'
import { limitsOf } from './day-form.tsx'
import type { Limits } from './plan-days.ts'

const REQUIRED = ['region', 'date', 'maxWeightKg', 'maxVolumeM3']

type CapacityRow = { region: string; date: string; limits: Limits }

const SAMPLE = toCsv(REQUIRED, [
  ['NH', '2026-05-05', 8_000, 25],
  ['NH', '2026-05-06', 8_000, 25],
  ['ZH', '2026-05-05', 6_500.5, 18.5],
])

/** Limits of days from a file. Setting one again changes nothing. */
export function CapacityImport() {
  const { say } = useText()
  return (
    <Page
      title={say('capacity.import-title')}
      lead={say('capacity.import-lead')}
      actions={
        <Button component={Link} href="/" variant="default">
          {say('capacity.back')}
        </Button>
      }
    >
      <CsvImport<CapacityRow>
        required={REQUIRED}
        columns={[
          { name: 'region', meaning: say('capacity.column-region') },
          { name: 'date', meaning: say('capacity.column-date') },
          { name: 'maxWeightKg', meaning: say('capacity.column-kg') },
          { name: 'maxVolumeM3', meaning: say('capacity.column-m3') },
        ]}
        sample={{ name: 'capacity-sample.csv', content: SAMPLE }}
        readRow={(cells, delimiter) => readCapacityRow(cells, { delimiter, say })}
        send={async ({ region, date, limits }) => {
          const params = { region, date }
          await call('PUT /v1/capacity/{region}/{date}', { params, body: limits })
          return 'done'
        }}
        topics={['capacity']}
      />
    </Page>
  )
}

export function readCapacityRow(
  cells: CsvCells,
  { delimiter, say }: { delimiter: string; say: Say },
): CapacityRow | string {
  const region = cells['region']
  const date = cells['date'] ?? ''
  const kg = readDecimal(cells['maxweightkg'], delimiter)
  const m3 = readDecimal(cells['maxvolumem3'], delimiter)
  if (region === undefined) return say('capacity.wrong-region')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
    return say('capacity.wrong-date')
  }
  const limits = kg === null || m3 === null ? null : limitsOf(kg, m3)
  return limits === null ? say('capacity.wrong-number') : { region, date, limits }
}
