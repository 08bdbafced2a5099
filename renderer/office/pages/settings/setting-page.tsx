import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { CallProblem } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useText } from '../../text/text.ts'

type Props = {
  title: string
  back: { href: string; title: string }
  isLoading: boolean
  error: unknown
  children: ReactNode
}

/** The page of one setting: its form, or that there is no such thing. */
export function SettingPage({ title, back, isLoading, error, children }: Props) {
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
