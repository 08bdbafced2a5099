import './no-eval.ts'
import './theme/mantine.css'
import '../theme/tokens.css'
import './theme/office.css'
import { QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { initialLanguage, readKeptLanguage } from '../text/language.ts'
import { CallProblem } from './api.ts'
import { OfficeApp } from './office-app.tsx'
import { beginPage } from './pages.ts'
import { startText } from './text/text.ts'

/** A problem of the call itself is the same the next time; only a silent office is asked again. */
const TRIES_MAX = 3
const SILENT: readonly number[] = [0, 502, 503, 504]

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: (failed, error) =>
        failed < TRIES_MAX && error instanceof CallProblem && SILENT.includes(error.status),
    },
  },
})

beginPage(location.pathname)
await startText(initialLanguage(readKeptLanguage(localStorage), navigator.languages))
const root = document.querySelector('#root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(<OfficeApp queries={queries} />)
