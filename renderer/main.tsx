import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Progress.css'
import './theme/tokens.css'
import './theme/base.css'
import { QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createSounds } from './sound/sounds.ts'
import { connectStation, stationChannel } from './station-client.ts'
import { initialLanguage, readKeptLanguage } from './text/language.ts'
import { startText } from './text/text.ts'

const link = connectStation(stationChannel(window), {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})
window.addEventListener('pagehide', () => link.close())

// The host is on this machine: whether the network is up says nothing about it.
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: 2,
      retryDelay: 400,
    },
  },
})

await startText(initialLanguage(readKeptLanguage(localStorage), navigator.languages))
const root = document.querySelector('#root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(<App link={link} queries={queries} sounds={createSounds(window)} />)
