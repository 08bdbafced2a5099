import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { CallProblem } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useText } from '../../text/text.ts'
import classes from './settings.module.css'

type PageProps = {
  title: string
  back: { href: string; title: string }
  isLoading: boolean
  error: unknown
  children: ReactNode
}

/** The page of one setting: its form, or that there is no such thing. */
export function SettingPage({ title, back, isLoading, error, children }: PageProps) {
  const { say } = useText()
  const isUnknown = error instanceof CallProblem && error.status === 404
  return (
    <Page
      title={isUnknown ? say('settings.unknown') : title}
      actions={
        <Button component={Link} href={back.href} variant="default">
          {back.title}
        </Button>
      }
    >
      {isUnknown ? (
        <EmptyState title={say('settings.unknown')} />
      ) : (
        <>
          <ProblemNotice error={error} />
          {isLoading && <Loading />}
          {children}
        </>
      )}
    </Page>
  )
}

type FormProps = {
  title: string
  /** Saves it, and answers with its address; a new one is opened there. */
  save: (isNew: boolean) => Promise<string>
  isNew: boolean
  children: ReactNode
}

/** Fields and a button that saves them, with what the office says to it. */
export function SettingForm({ title, save, isNew, children }: FormProps) {
  const { say } = useText()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const saving = useMutation({
    mutationFn: () => save(isNew),
    onSuccess: async (address) => {
      await queries.invalidateQueries({ queryKey: ['settings'] })
      if (isNew) go(address)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  return (
    <Section title={title}>
      <form className={classes['form']} onSubmit={submit}>
        {children}
        <ProblemNotice error={saving.error} />
        <div className={classes['row']}>
          <Button type="submit" loading={saving.isPending}>
            {say('form.save')}
          </Button>
          {saving.isSuccess && <span role="status">{say('form.saved')}</span>}
        </div>
      </form>
    </Section>
  )
}
