import { fork } from 'node:child_process'
import type { DriverFamily } from '#contract/rpc/shell-bridge.ts'

/** A child program as the host sees it: messages both ways, one end, and a way to end it. */
export type Child = {
  post: (message: unknown) => void
  onMessage: (run: (message: unknown) => void) => void
  /** Runs once, however the child ended. */
  onExit: (run: (detail: string) => void) => void
  kill: () => void
}

/** Starts a family's drivers, a module of ours, in a process of its own. */
export type Launcher = (modulePath: string, family: DriverFamily) => Child

/** Runs the module with the Node that runs us. */
export const forkLauncher: Launcher = (modulePath) => {
  const child = fork(modulePath, [], {
    // Bytes pass as bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A test runner's own flags are not for the child.
    execArgv: [],
  })
  let exit: string | null = null
  let tell = (_detail: string): void => {}
  const ended = (detail: string): void => {
    if (exit !== null) return
    exit = detail
    tell(detail)
  }
  child.on('error', (error) => ended(error.message))
  child.on('exit', (code, signal) => ended(signal ?? `exit code ${code}`))
  return {
    post: (message) => {
      if (child.connected && typeof message === 'object' && message !== null) {
        // A channel that closes this very moment is an exit, and told as one.
        child.send(message, () => {})
      }
    },
    onMessage: (run) => void child.on('message', run),
    onExit: (run) => {
      tell = run
      if (exit !== null) run(exit)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
