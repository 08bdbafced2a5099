import { enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import { readStartFlags, StartError } from './start-flags.ts'

// The rest is imported only once the cache is on: a bench starts sooner and smaller when its own code
// need not be compiled again. The folder is the bench's own, as code in a shared one could be anybody's.
try {
  const flags = readStartFlags(process.argv.slice(2))
  const dataFolder = resolve(flags.data)
  if (flags.doctor) {
    const { runDoctor } = await import('./devices/doctor/run-doctor.ts')
    await runDoctor(flags)
  } else if (flags['export-log'] === undefined) {
    enableCompileCache(join(dataFolder, 'compiled'))
    const { runStation } = await import('./run-station.ts')
    await runStation(dataFolder, flags)
  } else {
    const { runExport } = await import('./log-file/run-export.ts')
    await runExport(dataFolder, { target: flags['export-log'], from: flags.from })
  }
} catch (error) {
  const code = (error as { code?: unknown } | null)?.code
  // Our own errors carry a code of ours and a sentence; anything else is a bug with its stack.
  const isExpected =
    error instanceof StartError || (typeof code === 'string' && /^[a-z-]+$/.test(code))
  const text = error instanceof Error ? (isExpected ? error.message : error.stack) : String(error)
  process.stderr.write(`${String(text)}\n`)
  process.exitCode = 1
}
