import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { Packaging } from '#contract/documents/master-data.ts'
import { call } from '../../api.ts'
import { KilogramInput } from '../../components/kilogram-input.tsx'
import { useLocale } from '../../components/use-amounts.ts'
import { useText } from '../../text/text.ts'
import { CodedList } from './coded-list.tsx'
import { CodedForm, CodedPage } from './coded-page.tsx'
import type { ListColumn } from './settings-list.tsx'
import { useDraft } from './use-draft.ts'

/** All cartons and pallets. */
export function PackagingsPage() {
  const { say } = useText()
  return (
    <CodedList
      of="packaging"
      read={(after) => call('GET /v1/packagings', { query: { after } })}
      columns={useColumns()}
      empty={{ title: say('settings.packagings-none'), hint: say('settings.packagings-none-do') }}
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

const NOTHING: Packaging = { code: '', name: '', kind: 'carton', tareGrams: 0 }

/** One packaging; a new one without `code`. */
export function PackagingPage({ code }: { code: string | null }) {
  return (
    <CodedPage
      of="packaging"
      code={code}
      read={(given) => call('GET /v1/packagings/{code}', { params: { code: given } })}
      fresh={NOTHING}
    >
      {(packaging, isNew) => <PackagingForm packaging={packaging} isNew={isNew} />}
    </CodedPage>
  )
}

type FormProps = { packaging: Packaging; isNew: boolean }

function PackagingForm({ packaging, isNew }: FormProps) {
  const { say } = useText()
  const { draft, change, text } = useDraft(packaging)
  const save = (code: string) => {
    const { code: _, ...body } = draft
    return call('PUT /v1/packagings/{code}', { params: { code }, body, isNew })
  }
  const weight = (name: 'tareGrams' | 'maxWeightGrams') => ({
    grams: draft[name] ?? ('' as const),
    onChange: (grams: number | '') => change({ [name]: grams === '' ? undefined : grams }),
  })
  return (
    <CodedForm of="packaging" title={packaging.code} isNew={isNew} code={text('code')} save={save}>
      <TextInput label={say('settings.name')} {...text('name')} />
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
    </CodedForm>
  )
}
