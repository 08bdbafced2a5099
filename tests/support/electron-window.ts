import { tmpdir } from 'node:os'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { electronRuntime } from '../../scripts/electron-runtime.ts'

const LAUNCH_TIMEOUT_MS = 30_000

export type ElectronWindow = {
  application: ElectronApplication
  page: Page
  close(): Promise<void>
}

/** Starts a built shell under the Electron for tests, with a profile of its own. */
export async function launchElectron(options: {
  /** The built entry, such as `out/shell/app.cjs`. */
  shell: string
  flags?: string[]
  environment?: Record<string, string>
}): Promise<ElectronWindow> {
  const profile = await mkdtemp(join(tmpdir(), 'loadline-electron-'))
  const application = await _electron.launch({
    executablePath: await electronRuntime(),
    args: [
      // Chromium's own sandbox refuses to run as root, as a build machine often does.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
      options.shell,
      ...(options.flags ?? []),
    ],
    env: { ...environment(), ...options.environment },
    timeout: LAUNCH_TIMEOUT_MS,
  })
  return {
    application,
    page: await application.firstWindow({ timeout: LAUNCH_TIMEOUT_MS }),
    close: async () => {
      await application.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env)
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
