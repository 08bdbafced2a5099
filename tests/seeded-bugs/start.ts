import { catchBug } from './catch-bug.ts'
import { SEEDED_BUGS } from './bugs.ts'

// Prints the table of docs/PROTOCOL.md; names given on the command line choose some of the bugs.
const chosen = process.argv.slice(2)
const bugs = SEEDED_BUGS.filter(({ name }) => chosen.length === 0 || chosen.includes(name))

console.log('| bug | caught by | runs | rule |\n| --- | --- | --- | --- |')
for (const bug of bugs) {
  const { isCaught, runs, rule, output } = await catchBug(bug)
  const { catcher } = bug
  const by = catcher.kind === 'simulation' ? 'simulation' : `\`${catcher.file}\``
  console.log(`| ${bug.name} | ${by} | ${runs} | ${isCaught ? rule : 'NOT CAUGHT'} |`)
  if (isCaught) continue
  console.error(output.slice(-4_000))
  process.exitCode = 1
}
