import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { call, type CallAnswer } from '../../api.ts'
import { useText } from '../../text/text.ts'
import { CodedList } from './coded-list.tsx'
import { CodedForm, CodedPage, ZoneInput } from './coded-page.tsx'
import type { ListColumn } from './settings-list.tsx'
import { useDraft } from './use-draft.ts'

type Warehouse = CallAnswer<'GET /v1/warehouses/{code}'>

/** All warehouses. */
export function WarehousesPage() {
  const { say } = useText()
  return (
    <CodedList
      of="warehouse"
      read={(after) => call('GET /v1/warehouses', { query: { after } })}
      columns={useColumns()}
      empty={{ title: say('settings.warehouses'), hint: say('settings.warehouses-lead') }}
    />
  )
}

function useColumns(): ListColumn<Warehouse>[] {
  const { say } = useText()
  return [
    {
      key: 'zone',
      title: say('settings.zone'),
      cell: ({ timezone }) => timezone,
      sortBy: ({ timezone }) => timezone,
      csv: ({ timezone }) => timezone,
    },
    {
      key: 'prefix',
      title: say('settings.prefix'),
      cell: ({ gs1CompanyPrefix }) => gs1CompanyPrefix,
      csv: ({ gs1CompanyPrefix }) => gs1CompanyPrefix,
    },
  ]
}

const NOTHING: Warehouse = {
  code: '',
  name: '',
  timezone: 'Europe/Amsterdam',
  gs1CompanyPrefix: '',
  address: '',
  qrPersonalData: 'minimal',
}

/** One warehouse; a new one without `code`. */
export function WarehousePage({ code }: { code: string | null }) {
  return (
    <CodedPage
      of="warehouse"
      code={code}
      read={(given) => call('GET /v1/warehouses/{code}', { params: { code: given } })}
      fresh={NOTHING}
    >
      {(warehouse, isNew) => <WarehouseForm warehouse={warehouse} isNew={isNew} />}
    </CodedPage>
  )
}

type FormProps = { warehouse: Warehouse; isNew: boolean }

function WarehouseForm({ warehouse, isNew }: FormProps) {
  const { say } = useText()
  const { draft, change, text } = useDraft(warehouse)
  const save = (code: string) => {
    const { code: _, personFigures = false, ...rest } = draft
    const body = { ...rest, personFigures }
    return call('PUT /v1/warehouses/{code}', { params: { code }, body, isNew })
  }
  return (
    <CodedForm of="warehouse" title={warehouse.code} isNew={isNew} code={text('code')} save={save}>
      <TextInput label={say('settings.name')} {...text('name')} />
      <ZoneInput {...text('timezone')} />
      <TextInput
        label={say('settings.prefix')}
        description={say('settings.prefix-hint')}
        {...text('gs1CompanyPrefix')}
      />
      <Textarea
        label={say('settings.address')}
        rows={3}
        value={draft.address}
        onChange={({ currentTarget }) => change({ address: currentTarget.value })}
      />
      <NativeSelect
        label={say('settings.qr-data')}
        value={draft.qrPersonalData}
        onChange={({ currentTarget }) =>
          change({ qrPersonalData: currentTarget.value === 'full' ? 'full' : 'minimal' })
        }
        data={(['minimal', 'full'] as const).map((value) => ({
          value,
          label: say(`settings.qr-data.${value}`),
        }))}
      />
      <Checkbox
        label={say('settings.person-figures')}
        description={say('settings.person-figures-hint')}
        checked={draft.personFigures ?? false}
        onChange={({ currentTarget }) => change({ personFigures: currentTarget.checked })}
      />
    </CodedForm>
  )
}
