import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, toolEnvironment } from './bootstrap.mjs'
import { countCommand, countVitest, failuresOf, type LaneCount } from './lane-report.ts'
import { allLanes, type Lane } from './lanes.ts'
import { ensureSystemPackages } from './system-packages.ts'

/** A lane that was told to end has this long before it is ended the hard way. */
const END_GRACE_MS = 5_000

const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined

process.exitCode = await main(process.argv.slice(2))
if (process.connected) process.disconnect()

async function main(names: string[]): Promise<number> {
  const lanes = allLanes(root, hasDisplay)
  const unknown = names.filter((name) => lanes.every((lane) => lane.name !== name))
  if (unknown.length > 0) {
    console.error(`no lane is called ${unknown.join(', ')}: ${lanes.map((l) => l.name).join(' ')}`)
    return 1
  }
  const chosen = names.length === 0 ? lanes : lanes.filter((lane) => names.includes(lane.name))
  mkdirSync(join(root, '.cache/test'), { recursive: true })
  if (chosen.some((lane) => lane.needsSystem)) {
    const system = ensureSystemPackages()
    if (system.kind === 'missing') console.log(`some tests need: ${system.command}`)
  }
  const results: { lane: Lane; count: LaneCount }[] = []
  for (const lane of chosen) results.push({ lane, count: await runLane(lane) })
  return report(results)
}

async function runLane(lane: Lane): Promise<LaneCount> {
  console.log(`\n== ${lane.name}: ${lane.command.slice(0, 4).join(' ')}`)
  const startedAt = Date.now()
  if (lane.report !== undefined) rmSync(lane.report, { force: true })
  const exit = await run(lane)
  const count =
    lane.report === undefined ? countCommand(exit.code) : countVitest(read(lane.report), exit.code)
  if (exit.isTimeout) {
    count.failed = Math.max(count.failed, 1)
    count.why = `not done after ${lane.timeoutMs / 1000} s`
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  const verdict = count.failed === 0 ? 'ok' : 'FAILED'
  console.log(
    `-- ${lane.name} ${verdict} in ${seconds} s${count.why === null ? '' : `: ${count.why}`}`,
  )
  return count
}

/** Runs a lane in a process group of its own, so that a timeout ends whatever it started. */
function run(lane: Lane): Promise<{ code: number; isTimeout: boolean }> {
  return new Promise((resolve) => {
    const [program = '', ...args] = lane.command
    const isWindows = process.platform === 'win32'
    const child = spawn(program, args, {
      cwd: root,
      env: toolEnvironment(),
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: !isWindows,
      shell: isWindows,
    })
    let isTimeout = false
    const end = (signal: NodeJS.Signals) => {
      if (child.pid === undefined) return
      try {
        process.kill(isWindows ? child.pid : -child.pid, signal)
      } catch {
        // The group is gone already.
      }
    }
    const stop = () => {
      end('SIGTERM')
      setTimeout(() => end('SIGKILL'), END_GRACE_MS).unref()
    }
    const abort = () => {
      end('SIGTERM')
      process.exit(1)
    }
    const timer = setTimeout(() => {
      isTimeout = true
      stop()
    }, lane.timeoutMs)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']
    for (const signal of signals) process.once(signal, abort)
    const done = (code: number) => {
      clearTimeout(timer)
      for (const signal of signals) process.off(signal, abort)
      resolve({ code, isTimeout })
    }
    child.on('error', (error) => {
      console.error(error.message)
      done(1)
    })
    child.on('exit', (code) => done(code ?? 1))
  })
}

function report(results: { lane: Lane; count: LaneCount }[]): number {
  const passed = results.reduce((sum, { count }) => sum + count.passed, 0)
  const failed = results.reduce((sum, { count }) => sum + count.failed, 0)
  for (const { lane } of results) {
    if (lane.report === undefined) continue
    for (const failure of failuresOf(read(lane.report))) console.log(`\n✗ ${lane.name}: ${failure}`)
  }
  console.log()
  for (const { lane, count } of results) {
    const mark = count.failed === 0 ? '✓' : '✗'
    console.log(`${mark} ${lane.name} ${count.passed} of ${count.passed + count.failed}`)
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
