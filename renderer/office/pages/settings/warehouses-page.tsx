import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type CallAnswer } from '../../api.ts'
import { useText } from '../../text/text.ts'
import { codeAndName } from './code-and-name.tsx'
import { SettingForm, SettingPage } from './setting-form.tsx'
import { SettingsList, type ListColumn } from './settings-list.tsx'
import { usePages } from './use-pages.ts'

type Warehouse = CallAnswer<'GET /v1/warehouses/{code}'>

/** All warehouses. */
export function WarehousesPage() {
  const { say } = useText()
  const list = usePages('warehouse-list', (after) =>
    call('GET /v1/warehouses', { query: { after } }),
  )
  return (
    <SettingsList
      title={say('settings.warehouses')}
      lead={say('settings.warehouses-lead')}
      fresh={{ href: '/warehouses/+', title: say('settings.new-warehouse') }}
      empty={{ title: say('settings.warehouses'), hint: say('settings.warehouses-lead') }}
      rows={list.items}
      error={list.error}
      columns={useColumns()}
      rowKey={({ code }) => code}
      words={({ code, name }) => `${code} ${name}`}
      fileName="warehouses.csv"
      onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
    />
  )
}

function useColumns(): ListColumn<Warehouse>[] {
  const { say } = useText()
  return [
    ...codeAndName('/warehouses', say),
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

/** One warehouse; a new one without `code`. */
export function WarehousePage({ code }: { code: string | null }) {
  const { say } = useText()
  const { data, error, isLoading } = useQuery({
    queryKey: ['settings', 'warehouse', code],
    queryFn: () => call('GET /v1/warehouses/{code}', { params: { code: code ?? '' } }),
    enabled: code !== null,
  })
  return (
    <SettingPage
      title={code === null ? say('settings.new-warehouse') : (data?.name ?? code)}
      back={{ href: '/warehouses', title: say('settings.warehouses') }}
      isLoading={isLoading}
      error={error}
    >
      {(code === null || data !== undefined) && <WarehouseForm known={data ?? null} />}
    </SettingPage>
  )
}

const NOTHING: Warehouse = {
  code: '',
  name: '',
  timezone: 'Europe/Amsterdam',
  gs1CompanyPrefix: '',
  address: '',
  qrPersonalData: 'minimal',
}

async function saveWarehouse(
  { code, personFigures, ...rest }: Warehouse,
  isNew: boolean,
): Promise<string> {
  const body = { ...rest, personFigures: personFigures ?? false }
  await call('PUT /v1/warehouses/{code}', { params: { code: code.trim() }, body, isNew })
  return `/warehouses/${encodeURIComponent(code.trim())}`
}

function WarehouseForm({ known }: { known: Warehouse | null }) {
  const { say } = useText()
  const [draft, setDraft] = useState<Warehouse>(known ?? NOTHING)
  const change = (part: Partial<Warehouse>) => setDraft((before) => ({ ...before, ...part }))
  const text = (name: 'code' | 'name' | 'timezone' | 'gs1CompanyPrefix') => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ [name]: event.currentTarget.value }),
    required: true,
  })
  return (
    <SettingForm
      title={known?.code ?? say('settings.new-warehouse')}
      save={(isNew) => saveWarehouse(draft, isNew)}
      isNew={known === null}
    >
      {known === null && (
        <TextInput
          label={say('settings.code')}
          description={say('settings.code-hint')}
          {...text('code')}
        />
      )}
      <TextInput label={say('settings.name')} {...text('name')} />
      <TextInput
        label={say('settings.zone')}
        description={say('settings.zone-hint')}
        {...text('timezone')}
      />
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
    </SettingForm>
  )
}
