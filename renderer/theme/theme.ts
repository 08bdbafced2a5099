import { createTheme } from '@mantine/core'

/**
 * What components read in code. Everything visible comes from tokens.css: the component library writes no style
 * elements here, so a page needs no more than its own style files.
 */
export const theme = createTheme({
  fontFamily: 'var(--mantine-font-family)',
  respectReducedMotion: true,
  cursorType: 'pointer',
  autoContrast: false,
})
