/**
 * The office as an installed command: `loadline-office [flags]` serves; a first word names another program of
 * it. Each reads its own flags.
 */
const [word = ''] = process.argv.slice(2)

const isOther = word === 'import-log' || word === 'replay-intents'
if (isOther) process.argv.splice(2, 1)

if (word === 'backup' || word === 'restore') await import('./backup/start.ts')
else if (word === 'import-log') await import('./log-import/start.ts')
else if (word === 'replay-intents') await import('./replay/start.ts')
else await import('./start.ts')
