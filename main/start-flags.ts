import { parseArgs } from 'node:util'

/** A start that can't go on, in one sentence for whoever typed the command. */
export class StartError extends Error {}

export type StartFlags = ReturnType<typeof readStartFlags>

const USAGE =
  'usage: npm run station -- --data DIR [--server URL --code CODE] [--devices FILE] [--port N]\n' +
  '       without a code a new bench waits for an enrolment code at its scanner; its ready line then has\n' +
  '       stationId null, and another with the id follows once it is enrolled\n' +
  '   or: npm run station -- --data DIR --new-log   (for a log that was stopped)\n' +
  '   or: npm run station -- --data DIR --export-log FILE [--from SEQ]\n' +
  '   or: npm run station -- --doctor [--data DIR] [--devices FILE] [--port N] [--print-rulers]'

const DEFAULT_PORT = 4410

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
      doctor: { type: 'boolean' },
      'print-rulers': { type: 'boolean' },
    },
  })
  // A doctor also sees devices of a machine on which no bench was ever enrolled.
  if (values.doctor === true) return { ...values, data: values.data ?? '', doctor: true as const }
  const { data } = values
  if (data === undefined) throw new StartError(USAGE)
  return { ...values, data, doctor: false as const }
}

export function portOf(text: string | undefined): number {
  const port = Number(text ?? DEFAULT_PORT)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new StartError('--port must be a number from 0 to 65535.')
}
