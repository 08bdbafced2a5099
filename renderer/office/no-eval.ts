import { config } from 'zod'

/**
 * Shapes are checked without code that is made while the page runs: the page's policy forbids it, and every try
 * would be reported. It stands first, before any shape is made.
 */
config({ jitless: true })
