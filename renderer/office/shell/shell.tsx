import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { later } from '../components/later.tsx'
import { Page } from '../components/page.tsx'
import { watchOffice } from '../live.ts'
import { OFFICE_PAGES } from '../pages.ts'
import { useMay } from '../session.tsx'
import { useText } from '../text/text.ts'
import { SideMenu } from './side-menu.tsx'
import classes from './shell.module.css'

/** Everybody has an account, also those who may see no other people. */
const { Component: MePage } = later(
  async () => (await import('../pages/people/me-page.tsx')).MePage,
)

/** The menu at the left and one page beside it, which reads again whenever the office says so. */
export function Shell() {
  const isUp = useLiveQueries()
  const [location] = useLocation()
  const { say } = useText()
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#page">
        {say('shell.skip')}
      </a>
      <SideMenu isUp={isUp} />
      <main id="page" className={classes['main']} tabIndex={-1}>
        <ErrorBoundary resetOn={location}>
          <Switch>
            <Route path="/">
              <Redirect to="/today" replace />
            </Route>
            <Route path="/people/me">
              <MePage />
            </Route>
            {OFFICE_PAGES.map(({ path, title, scope, page: { Component } }) => (
              <Route key={path} path={path} nest>
                <IfAllowed scope={scope} title={title}>
                  <Component />
                </IfAllowed>
              </Route>
            ))}
            <Route>
              <Page title={say('shell.nothing-here')}>
                <EmptyState title={say('shell.nothing-here')} hint={say('shell.nothing-here-do')} />
              </Page>
            </Route>
          </Switch>
        </ErrorBoundary>
      </main>
    </div>
  )
}

type IfAllowedProps = Pick<(typeof OFFICE_PAGES)[number], 'scope' | 'title'> & {
  children: ReactNode
}

function IfAllowed({ scope, title, children }: IfAllowedProps) {
  const may = useMay()
  const { say } = useText()
  if (may(scope)) return children
  return (
    <Page title={say(title)}>
      <EmptyState title={say('shell.may-not')} hint={say('shell.may-not-do')} />
    </Page>
  )
}

function useLiveQueries(): boolean {
  const queries = useQueryClient()
  const [isUp, setUp] = useState(true)
  useEffect(() => {
    const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
    return watchOffice(queries, setUp, { wait, now: () => performance.now() })
  }, [queries])
  return isUp
}
