import { Button } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useText } from '../text/text.ts'
import classes from './form.module.css'
import { Section } from './page.tsx'
import { ProblemNotice } from './problem-notice.tsx'

type Props<Saved> = {
  title: string
  saving: UseMutationResult<Saved, Error, void>
  /** Whether what must be chosen first is still to be chosen. */
  isLacking?: boolean
  children: ReactNode
}

/** Fields and a button that saves them, with what the office says to it. */
export function SaveForm<Saved>({ title, saving, isLacking = false, children }: Props<Saved>) {
  const { say } = useText()
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
          <Button type="submit" loading={saving.isPending} disabled={isLacking}>
            {say('form.save')}
          </Button>
          {saving.isSuccess && <span role="status">{say('form.saved')}</span>}
        </div>
      </form>
    </Section>
  )
}
