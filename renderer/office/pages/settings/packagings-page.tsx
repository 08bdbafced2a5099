import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Packaging } from '#contract/documents/master-data.ts'
import { call } from '../../api.ts'
import { KilogramInput } from '../../components/kilogram-input.tsx'
import { useLocale } from '../../components/use-amounts.ts'
import { useText } from '../../text/text.ts'
import { codeAndName } from './code-and-name.tsx'
import { SettingForm, SettingPage } from './setting-form.tsx'
import { SettingsList, type ListColumn } from './settings-list.tsx'
import { usePages } from './use-pages.ts'

/** All cartons and pallets. */
export function PackagingsPage() {
  const { say } = useText()
  const list = usePages('packaging-list', (after) =>
    call('GET /v1/packagings', { query: { after } }),
  )
  return (
    <SettingsList
      title={say('settings.packagings')}
      lead={say('settings.packagings-lead')}
      fresh={{ href: '/packagings/+', title: say('settings.new-packaging') }}
      empty={{ title: say('settings.packagings-none'), hint: say('settings.packagings-none-do') }}
      rows={list.items}
      error={list.error}
      columns={useColumns()}
      rowKey={({ code }) => code}
      words={({ code, name }) => `${code} ${name}`}
      fileName="packagings.csv"
      onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
    />
  )
}

function useColumns(): ListColumn<Packaging>[] {
  const { say } = useText()
  const locale = useLocale()
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
  const shown = (amount: number | undefined, per: number) =>
    amount === undefined ? undefined : format.format(amount / per)
  const figure = (
    key: 'tareGrams' | 'maxWeightGrams' | 'maxVolumeCm3',
    title: string,
    /** How many of what is kept make one of what is shown. */
    per: number,
  ): ListColumn<Packaging> => ({
    key,
    title,
    cell: (row) => shown(row[key], per) ?? say('settings.any'),
    sortBy: (row) => row[key] ?? Number.MAX_SAFE_INTEGER,
    csv: (row) => (row[key] === undefined ? null : row[key] / per),
    isNumber: true,
  })
  return [
    ...codeAndName('/packagings', say),
    {
      key: 'kind',
      title: say('settings.kind'),
      cell: ({ kind }) => say(`settings.kind.${kind}`),
      sortBy: ({ kind }) => kind,
      csv: ({ kind }) => say(`settings.kind.${kind}`),
    },
    figure('tareGrams', say('settings.tare'), 1_000),
    figure('maxWeightGrams', say('settings.max-weight'), 1_000),
    figure('maxVolumeCm3', say('settings.max-volume'), 1),
  ]
}

/** One packaging; a new one without `code`. */
export function PackagingPage({ code }: { code: string | null }) {
  const { say } = useText()
  const { data, error, isLoading } = useQuery({
    queryKey: ['settings', 'packaging', code],
    queryFn: () => call('GET /v1/packagings/{code}', { params: { code: code ?? '' } }),
    enabled: code !== null,
  })
  return (
    <SettingPage
      title={code === null ? say('settings.new-packaging') : (data?.name ?? code)}
      back={{ href: '/packagings', title: say('settings.packagings') }}
      isLoading={isLoading}
      error={error}
    >
      {(code === null || data !== undefined) && <PackagingForm known={data ?? null} />}
    </SettingPage>
  )
}

const NOTHING: Packaging = { code: '', name: '', kind: 'carton', tareGrams: 0 }

async function savePackaging({ code, ...body }: Packaging, isNew: boolean): Promise<string> {
  await call('PUT /v1/packagings/{code}', { params: { code: code.trim() }, body, isNew })
  return `/packagings/${encodeURIComponent(code.trim())}`
}

function PackagingForm({ known }: { known: Packaging | null }) {
  const { say } = useText()
  const [draft, setDraft] = useState<Packaging>(known ?? NOTHING)
  const change = (part: Partial<Packaging>) => setDraft((before) => ({ ...before, ...part }))
  const weight = (name: 'tareGrams' | 'maxWeightGrams') => ({
    grams: draft[name] ?? ('' as const),
    onChange: (grams: number | '') => change({ [name]: grams === '' ? undefined : grams }),
  })
  return (
    <SettingForm
      title={known?.code ?? say('settings.new-packaging')}
      save={(isNew) => savePackaging(draft, isNew)}
      isNew={known === null}
    >
      {known === null && (
        <TextInput
          label={say('settings.code')}
          description={say('settings.code-hint')}
          value={draft.code}
          onChange={({ currentTarget }) => change({ code: currentTarget.value })}
          required
        />
      )}
      <TextInput
        label={say('settings.name')}
        value={draft.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        required
      />
      <NativeSelect
        label={say('settings.kind')}
        value={draft.kind}
        onChange={({ currentTarget }) =>
          change({ kind: currentTarget.value === 'pallet' ? 'pallet' : 'carton' })
        }
        data={(['carton', 'pallet'] as const).map((kind) => ({
          value: kind,
          label: say(`settings.kind.${kind}`),
        }))}
      />
      <KilogramInput label={say('settings.tare')} isRequired {...weight('tareGrams')} />
      <KilogramInput
        label={say('settings.max-weight')}
        placeholder={say('settings.any')}
        {...weight('maxWeightGrams')}
      />
      <NumberInput
        label={say('settings.max-volume')}
        placeholder={say('settings.any')}
        value={draft.maxVolumeCm3 ?? ''}
        min={0}
        allowDecimal={false}
        onChange={(value) => change({ maxVolumeCm3: value === '' ? undefined : Number(value) })}
      />
    </SettingForm>
  )
}
