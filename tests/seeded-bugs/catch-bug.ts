import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { breakTree } from './broken-tree.ts'
import type { Catch, Catcher, SeededBug } from './seeded-bug.ts'

/** Small runs: a bug that shows in these shows in long ones. */
const SIZE = ['--stations', '3', '--steps', '120', '--workers', '1']

/** The first seed is always the same, so that "runs to catch" means something. */
const FIRST_SEED = '1'

const TIMEOUT_MS = 240_000

/** Puts the bug into a copy of the tree and waits until something notices it, or nothing has. */
export async function catchBug(bug: SeededBug): Promise<Catch> {
  const folder = breakTree(bug.edits)
  try {
    return bug.catcher.kind === 'simulation'
      ? await catchBySimulation(folder, bug.catcher)
      : await catchBySuite(folder, bug.catcher)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Seed after seed until one breaks a rule that the bug was meant to break. */
async function catchBySimulation(
  folder: string,
  { rules, withinRuns }: Extract<Catcher, { kind: 'simulation' }>,
): Promise<Catch> {
  const simulation = 'tests/simulation/start.ts'
  const args = [simulation, '--seed', FIRST_SEED, '--runs', String(withinRuns), ...SIZE]
  const caught: Catch = { isCaught: false, runs: 0, rule: null, output: '' }
  await readLines({ folder, command: process.execPath, args }, (line) => {
    caught.output += `${line}\n`
    if (/^seed \d+: /.test(line)) caught.runs += 1
    // A violation is told after its seed: "  I3 doubled: …".
    const broken = /^ {2}([A-Z]+-?\d+|crash) /.exec(line)?.[1]
    if (broken === undefined || !rules.includes(broken)) return 'go on'
    caught.isCaught = true
    caught.rule = broken
    return 'enough'
  })
  return caught
}

async function catchBySuite(
  folder: string,
  { file, test, rule }: Extract<Catcher, { kind: 'suite' }>,
): Promise<Catch> {
  const vitest = 'node_modules/vitest/vitest.mjs'
  const report = join(folder, 'report.json')
  const reporting = ['--reporter=json', `--outputFile.json=${report}`]
  const args = [
    vitest,
    'run',
    '--project',
    'suites',
    '--project',
    'chaos',
    file,
    '-t',
    test,
    ...reporting,
  ]
  let output = ''
  await readLines({ folder, command: process.execPath, args }, (line) => {
    output += `${line}\n`
    return 'go on'
  })
  if (!existsSync(report)) return { isCaught: false, runs: 1, rule: null, output }
  const { numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as { numFailedTests: number }
  const isCaught = numFailedTests > 0
  return { isCaught, runs: 1, rule: isCaught ? rule : null, output }
}

/** Runs a program line by line until it ends, or `take` has seen enough. */
function readLines(
  program: { folder: string; command: string; args: string[] },
  take: (line: string) => 'go on' | 'enough',
): Promise<void> {
  const { folder, command, args } = program
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS)
  let isDone = false
  const onLine = (line: string) => {
    if (isDone || take(line) === 'go on') return
    isDone = true
    child.kill()
  }
  createInterface(child.stdout).on('line', onLine)
  createInterface(child.stderr).on('line', onLine)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
