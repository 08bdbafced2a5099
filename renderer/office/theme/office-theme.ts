import { createTheme } from '@mantine/core'

/** What components read in code; colours and sizes come from office.css. */
export const officeTheme = createTheme({
  fontFamily: 'var(--mantine-font-family)',
  respectReducedMotion: true,
  cursorType: 'pointer',
  autoContrast: false,
  primaryColor: 'blue',
  defaultRadius: 'sm',
})
