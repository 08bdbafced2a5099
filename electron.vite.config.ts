import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { build, type Plugin } from 'vite'
import { CSP_NONCE_PLACEHOLDER } from './contract/rpc/page-policy.ts'

const root = import.meta.dirname
const contract = { '#contract': join(root, 'contract') }

/** Oldest engines the built files run on: Electron 25 has Chromium 114 and Node 18. */
const SHELL_TARGET = 'node18'
const PAGE_TARGET = 'chrome114'
const HOST_TARGET = 'node22'

/** Packages with a native part keep their own folder; the host finds them in node_modules. */
const NATIVE = ['better-sqlite3', 'serialport', /^@serialport\//, 'node-hid']

/**
 * The shell (CommonJS, Electron's main process), its preload, the screens, and the station host as a
 * plain Node program that the shell forks: `out/shell`, `out/renderer`, `out/host`.
 */
export default defineConfig({
  main: {
    plugins: [hostBundle(), officeConsole()],
    resolve: { alias: contract },
    build: {
      outDir: 'out/shell',
      emptyOutDir: false,
      target: SHELL_TARGET,
      externalizeDeps: false,
      rollupOptions: {
        input: { app: join(root, 'electron/app.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    resolve: { alias: contract },
    build: {
      outDir: 'out/shell',
      emptyOutDir: false,
      target: SHELL_TARGET,
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: join(root, 'electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'renderer'),
    base: './',
    plugins: [react()],
    resolve: { alias: contract },
    html: { cspNonce: CSP_NONCE_PLACEHOLDER },
    build: {
      outDir: join(root, 'out/renderer'),
      target: PAGE_TARGET,
      // A test holds what is packed to its budget.
      chunkSizeWarningLimit: 900,
      // A bench's computer is slow, and reads every byte of this before it shows anything.
      minify: true,
      // An inlined file would be a data: address, which the policy allows for pictures alone.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: join(root, 'renderer/index.html') },
    },
  },
})

/** The office's pages have a configuration of their own. */
function officeConsole(): Plugin {
  return {
    name: 'loadline-office',
    async closeBundle() {
      await build({ configFile: join(root, 'office.vite.config.ts') })
    },
  }
}

/** Builds `main/` beside the shell: its modules are ESM and run under Node and in a utility process. */
function hostBundle(): Plugin {
  return {
    name: 'loadline-host',
    async closeBundle() {
      const input = hostEntries()
      if (Object.keys(input).length === 0) return
      await build({
        configFile: false,
        root,
        logLevel: 'warn',
        resolve: { alias: contract },
        ssr: { noExternal: true, external: NATIVE.filter((name) => typeof name === 'string') },
        build: {
          ssr: true,
          outDir: 'out/host',
          emptyOutDir: true,
          target: HOST_TARGET,
          minify: false,
          rollupOptions: {
            input,
            external: NATIVE,
            output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
          },
        },
      })
    },
  }
}

/** The host itself and the programs it forks for native drivers. */
function hostEntries(): Record<string, string> {
  const start = join(root, 'main/start.ts')
  const children = join(root, 'main/devices/child')
  const entries: Record<string, string> = existsSync(start) ? { start } : {}
  if (!existsSync(children)) return entries
  for (const file of readdirSync(children)) {
    if (file.endsWith('-host.ts')) entries[file.slice(0, -'.ts'.length)] = join(children, file)
  }
  return entries
}
