import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fail, ok, type Result } from '#contract/result.ts'
import type { NatsAuth, NatsConfig } from './outbox/index.ts'

type Environment = Readonly<Record<string, string | undefined>>

const DEFAULT_STREAM = 'LOADLINE'
const DEFAULT_PREFIX = 'loadline'

/** NATS allows more; longer names than these are somebody's mistake. */
const NAME_MAX = 64

/** The stream that events go to, or undefined where none is configured; fails with a sentence. */
export function readNatsConfig(environment: Environment): Result<NatsConfig | undefined, string> {
  const read = (name: string) => textOf(environment[`LOADLINE_NATS_${name}`])
  const url = read('URL')
  if (url === undefined) {
    const other = Object.keys(environment).find((name) => name.startsWith('LOADLINE_NATS_'))
    const isAlone = other !== undefined && textOf(environment[other]) !== undefined
    return isAlone ? fail(`${other} means nothing without LOADLINE_NATS_URL.`) : ok(undefined)
  }
  const servers = url.split(',').map((one) => one.trim())
  if (!servers.every(isServer)) {
    return fail(
      'LOADLINE_NATS_URL lists nats://host[:port] or tls://host[:port], with commas; who the office is ' +
        'stands in LOADLINE_NATS_CREDS, _TOKEN, or _USER and _PASSWORD.',
    )
  }
  const isTls = servers.some((one) => one.startsWith('tls://'))
  if (isTls && !servers.every((one) => one.startsWith('tls://'))) {
    return fail('LOADLINE_NATS_URL must name all servers with tls:// or none.')
  }
  const stream = read('STREAM') ?? DEFAULT_STREAM
  if (!/^[\w-]+$/.test(stream) || stream.length > NAME_MAX) {
    return fail('LOADLINE_NATS_STREAM is made of letters, digits, _ and -, at most 64.')
  }
  const prefix = read('SUBJECT_PREFIX') ?? DEFAULT_PREFIX
  if (!/^[\w-]+(\.[\w-]+)*$/.test(prefix) || prefix.length > NAME_MAX) {
    return fail('LOADLINE_NATS_SUBJECT_PREFIX is words with full stops between, at most 64 long.')
  }
  const auth = readAuth(read)
  if (!auth.ok) return auth
  return ok({ servers: servers.join(','), isTls, stream, prefix, auth: auth.value })
}

/** The folder that order intents are put in, or undefined where there is none; fails with a sentence. */
export function readIntentsFolder(environment: Environment): Result<string | undefined, string> {
  const folder = textOf(environment['LOADLINE_INTENTS_FOLDER'])
  if (folder === undefined) return ok(undefined)
  try {
    const path = resolve(folder)
    if (!statSync(path).isDirectory()) throw new Error('no folder')
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok(path)
  } catch {
    return fail('LOADLINE_INTENTS_FOLDER must be a folder that the office may read and write.')
  }
}

function readAuth(read: (name: string) => string | undefined): Result<NatsAuth, string> {
  const file = read('CREDS')
  const token = read('TOKEN')
  const user = read('USER')
  const password = read('PASSWORD')
  if ([file, token, user ?? password].filter((one) => one !== undefined).length > 1) {
    return fail('Of LOADLINE_NATS_CREDS, _TOKEN, and _USER with _PASSWORD, set one.')
  }
  if (token !== undefined) return ok({ kind: 'token', token })
  if (user !== undefined && password !== undefined) return ok({ kind: 'user', user, password })
  if (user !== undefined || password !== undefined) {
    return fail('LOADLINE_NATS_USER and LOADLINE_NATS_PASSWORD are set together.')
  }
  if (file === undefined) return ok({ kind: 'none' })
  try {
    return ok({ kind: 'creds', creds: readFileSync(file, 'utf8') })
  } catch {
    return fail('The file of LOADLINE_NATS_CREDS cannot be read.')
  }
}

function isServer(text: string): boolean {
  if (!/^(nats|tls):\/\//.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  return url.hostname !== '' && isBare && ['', '/'].includes(url.pathname)
}

function textOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text
}
