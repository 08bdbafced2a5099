import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstFiles } from './scripts/office-build/first-files.ts'
import { packedFiles } from './scripts/office-build/packed-files.ts'

const root = import.meta.dirname

/** Browsers of the last years: nobody chooses what the office has. */
const TARGET = ['chrome114', 'firefox115', 'safari16.4']

/** What fewer pages share than this stays in files of its own. */
const SHARED_BY_MIN = 3

/** What pages are put together from; shapes that only forms check stay apart. */
const PARTS = /[\\/]node_modules[\\/](?!zod[\\/])/

/** The office's pages: served from the root of the office's address, so that links lead into them. */
export default defineConfig({
  root: join(root, 'renderer/office'),
  base: '/',
  logLevel: 'warn',
  plugins: [react(), firstFiles(), packedFiles()],
  resolve: { alias: { '#contract': join(root, 'contract') } },
  build: {
    outDir: join(root, 'out/office'),
    emptyOutDir: true,
    target: TARGET,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        // Few files instead of dozens of small ones: each costs a browser and the office more than its bytes.
        codeSplitting: {
          groups: [
            { name: 'base', tags: ['$initial'], priority: 2 },
            { name: 'parts', test: PARTS, minShareCount: SHARED_BY_MIN, priority: 1 },
          ],
        },
      },
    },
  },
})
