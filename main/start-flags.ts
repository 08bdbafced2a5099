import { parseArgs } from 'node:util'

/** A start that can't go on, in one sentence for whoever typed the command. */
export class StartError extends Error {}

export type StartFlags = ReturnType<typeof readStartFlags>

const USAGE =
  'usage: npm run station -- --data DIR [--server URL --code CODE] [--devices FILE] [--port N]\n' +
  '   or: npm run station -- --data DIR --new-log   (for a log that was stopped)\n' +
  '   or: npm run station -- --data DIR --export-log FILE [--from SEQ]'

export function readStartFlags(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      server: { type: 'string' },
      code: { type: 'string' },
      devices: { type: 'string' },
      port: { type: 'string' },
      pages: { type: 'string' },
      demo: { type: 'boolean' },
      'new-log': { type: 'boolean' },
      'export-log': { type: 'string' },
      from: { type: 'string' },
    },
  })
  const { data } = values
  if (data === undefined) throw new StartError(USAGE)
  return { ...values, data }
}
