import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { Route, Switch } from 'wouter'
import { SignInAgain, useKeysHeld } from './pages/sign-in/sign-in-again.tsx'
import { SignInPage } from './pages/sign-in/sign-in-page.tsx'
import { WelcomePage } from './pages/sign-in/welcome-page.tsx'
import { SessionProvider, useSession } from './session.tsx'
import { Shell } from './shell/shell.tsx'
import { ErrorBoundary } from './components/error-boundary.tsx'
import { Loading } from './components/loading.tsx'
import { ProblemNotice } from './components/problem-notice.tsx'
import { officeTheme } from './theme/office-theme.ts'

/** The console. Its styles are files; the component library writes none into the page. */
export function OfficeApp({ queries }: { queries: QueryClient }) {
  return (
    <MantineProvider
      theme={officeTheme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <ErrorBoundary resetOn="">
          <Switch>
            <Route path="/welcome">
              <WelcomePage />
            </Route>
            <Route>
              <SessionProvider>
                <SignedIn />
              </SessionProvider>
            </Route>
          </Switch>
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** Whoever is not signed in is asked to, and then sees the page they came for, or goes on with the one they had. */
function SignedIn() {
  const { session, error, isOver } = useSession()
  useKeysHeld(isOver)
  if (session === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  if (session === null) return <SignInPage />
  return (
    <>
      {/* Somebody else starts afresh, in what they see and in what is typed. */}
      <Shell key={session.name} />
      {isOver && <SignInAgain session={session} />}
    </>
  )
}
