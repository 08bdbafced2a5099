import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = import.meta.dirname

/** The office as a program of plain JavaScript, for installing it: packages stay packages. */
export default defineConfig({
  root,
  logLevel: 'warn',
  resolve: { alias: { '#contract': join(root, 'contract') } },
  build: {
    ssr: true,
    outDir: join(root, 'out/office-program'),
    emptyOutDir: true,
    target: 'node22',
    minify: false,
    rollupOptions: {
      input: { 'loadline-office': join(root, 'sync-server/cli.ts') },
      output: {
        format: 'es',
        banner: '#!/usr/bin/env node',
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
      },
    },
  },
})
