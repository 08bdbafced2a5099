import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import type { Sounds } from './sound/sounds.ts'
import type { StationLink } from './station-client.ts'
import { SoundsContext } from './station/sounds-context.ts'
import { StationProvider } from './station/station-context.tsx'
import { StationScreen } from './station/station-screen.tsx'
import { theme } from './theme/theme.ts'

type Props = { link: StationLink; queries: QueryClient; sounds: Sounds }

/** Everything a screen stands on. The provider writes no styles: tokens.css holds them all. */
export function App({ link, queries, sounds }: Props) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <StationProvider link={link}>
          <SoundsContext value={sounds}>
            <StationScreen />
          </SoundsContext>
        </StationProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
