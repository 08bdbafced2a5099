import { TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { SaveForm } from '../../components/save-form.tsx'
import { useText } from '../../text/text.ts'
import type { CodedKind } from './coded-list.tsx'
import { SettingPage } from './setting-page.tsx'
import type { TextField } from './use-draft.ts'

type PageProps<Setting> = {
  of: CodedKind
  /** Null for a new one. */
  code: string | null
  read: (code: string) => Promise<Setting>
  /** What a new one begins with; undefined while that is being read. */
  fresh: Setting | undefined
  children: (setting: Setting, isNew: boolean) => ReactNode
}

/** The page of what goes by a code: its form, filled with what is known or with what a new one begins with. */
export function CodedPage<Setting extends { name: string }>(props: PageProps<Setting>) {
  const { of, code, read, fresh, children } = props
  const { say } = useText()
  const { data, error, isLoading } = useQuery({
    queryKey: ['settings', of, code],
    queryFn: () => read(code ?? ''),
    enabled: code !== null,
  })
  const shown = code === null ? fresh : data
  return (
    <SettingPage
      title={code === null ? say(`settings.new-${of}`) : (data?.name ?? code)}
      back={{ href: `/${of}s`, title: say(`settings.${of}s`) }}
      isLoading={isLoading}
      error={error}
    >
      {shown !== undefined && children(shown, code === null)}
    </SettingPage>
  )
}

type FormProps = {
  of: CodedKind
  /** What stands above a known one. */
  title: string
  isNew: boolean
  /** Its code, which only a new one is given. */
  code: TextField
  save: (code: string) => Promise<unknown>
  children: ReactNode
}

/** The form of what goes by a code; a new one is opened at its address once it is saved. */
export function CodedForm({ of, title, isNew, code, save, children }: FormProps) {
  const { say } = useText()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const saving = useMutation({
    mutationFn: async () => {
      const given = code.value.trim()
      await save(given)
      return given
    },
    onSuccess: async (given) => {
      await queries.invalidateQueries({ queryKey: ['settings'] })
      if (isNew) go(`/${of}s/${encodeURIComponent(given)}`)
    },
  })
  return (
    <SaveForm title={isNew ? say(`settings.new-${of}`) : title} saving={saving}>
      {isNew && (
        <TextInput label={say('settings.code')} description={say('settings.code-hint')} {...code} />
      )}
      {children}
    </SaveForm>
  )
}

/** Where something is, which says what day and hour it is there. */
export function ZoneInput(field: TextField) {
  const { say } = useText()
  return (
    <TextInput label={say('settings.zone')} description={say('settings.zone-hint')} {...field} />
  )
}
