import { readFileSync } from 'node:fs'
import { parseAddress } from './page-file.ts'

/** A token file holds one line; anything longer is the wrong file. */
const TOKEN_LENGTH_MAX = 512

export type Attachment = { url: string; token: string }

export type AttachChoice =
  { kind: 'own-host' } | { kind: 'attach'; to: Attachment } | { kind: 'mistake'; message: string }

/**
 * Reads `--attach ws://127.0.0.1:4410/rpc`. The token comes from a file or the environment, because
 * everybody on the machine can read a command line. Plain ws: stays on this machine.
 */
export function chooseAttachment(
  flags: { attach: string | undefined; tokenFile: string | undefined },
  environment: Record<string, string | undefined>,
): AttachChoice {
  if (flags.attach === undefined) return { kind: 'own-host' }
  const url = parseAddress(flags.attach)
  if (url === null || !['ws:', 'wss:'].includes(url.protocol)) {
    return mistake('--attach needs an address such as ws://127.0.0.1:4410/rpc')
  }
  if (url.protocol === 'ws:' && !isLoopback(url.hostname)) {
    return mistake('--attach to another machine needs wss://')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return mistake('--attach takes no token in its address; use LOADLINE_STATION_TOKEN')
  }
  const token =
    flags.tokenFile === undefined
      ? environment['LOADLINE_STATION_TOKEN']
      : readToken(flags.tokenFile)
  if (token === undefined || token.length === 0 || token.length > TOKEN_LENGTH_MAX) {
    return mistake('--attach needs the token in LOADLINE_STATION_TOKEN or --attach-token-file')
  }
  return { kind: 'attach', to: { url: url.href, token } }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function readToken(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

function mistake(message: string): AttachChoice {
  return { kind: 'mistake', message }
}
