/** One thing an administrator may set, as the reference shows it. */
export type Setting = {
  name: string
  /** What holds when it is not set. */
  default: string
  means: string
}

/** Flags of the command. */
export const FLAGS: readonly Setting[] = [
  { name: '--port N', default: '4400', means: '0 takes any free port.' },
  {
    name: '--host H',
    default: '127.0.0.1',
    means:
      'Address to listen on. For other machines set TLS files too, or put a TLS proxy before it.',
  },
  {
    name: '--data DIR',
    default: 'none',
    means: 'The folder of the embedded database, and where a token is kept that was not given.',
  },
  {
    name: '--demo',
    default: 'off',
    means: 'An office without products loads the demo before it says that it is ready.',
  },
]

/** Every variable that an office reads. One that begins like ours and is none of these stops the start. */
export const SETTINGS: readonly Setting[] = [
  {
    name: 'DATABASE_URL',
    default: 'none',
    means:
      '`postgres://…`; wins over `--data` for the database. Needs a token given, or `--data` to keep one in.',
  },
  {
    name: 'DATABASE_CONNECTIONS',
    default: '10',
    means: 'Connections to PostgreSQL that this instance may hold, 1 to 100.',
  },
  {
    name: 'LOADLINE_ADMIN_TOKEN',
    default: 'a random one in `DIR/admin-token` (0600)',
    means:
      'At least 16 printable characters without blanks; for scripts, and for the day when nobody can sign in.',
  },
  {
    name: 'LOADLINE_PUBLIC_URL',
    default: 'on loopback its own address',
    means:
      'The address of the office as benches and browsers reach it; stands in the QR that enrols a bench.',
  },
  {
    name: 'LOADLINE_TRUSTED_PROXIES',
    default: 'nobody',
    means:
      'Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: addresses and CIDR with commas.',
  },
  {
    name: 'LOADLINE_TLS_CERT',
    default: 'none',
    means: 'Certificate file (PEM) of an office that speaks TLS itself; with `LOADLINE_TLS_KEY`.',
  },
  { name: 'LOADLINE_TLS_KEY', default: 'none', means: 'The key file to it (PEM).' },
  {
    name: 'LOADLINE_OIDC_ISSUER',
    default: 'none',
    means: 'Address of the company’s log-in (OpenID Connect); with the next two.',
  },
  { name: 'LOADLINE_OIDC_CLIENT_ID', default: 'none', means: 'What the office is called there.' },
  { name: 'LOADLINE_OIDC_CLIENT_SECRET', default: 'none', means: 'Its secret there.' },
  {
    name: 'LOADLINE_OIDC_NAME',
    default: 'the host of the issuer',
    means: 'What stands on the button, at most 60 characters.',
  },
  {
    name: 'LOADLINE_OIDC_DOMAINS',
    default: 'any',
    means: 'Domains of e-mail addresses that may come in this way, with commas.',
  },
  {
    name: 'LOADLINE_OIDC_DEFAULT_ROLE',
    default: 'nobody new comes in',
    means:
      '`picker`, `loader` or `supervisor`, for people of those domains whom the office does not know yet.',
  },
  {
    name: 'LOADLINE_OIDC_EMAIL_VERIFIED',
    default: 'as the log-in says',
    means: '`always` where the log-in knows its addresses to be true and does not say so.',
  },
  {
    name: 'LOADLINE_WEBHOOK_ALLOW',
    default: 'nothing',
    means:
      'Addresses inside the house that webhooks may go to: `host[:port]` and CIDR with commas.',
  },
  {
    name: 'LOADLINE_NATS_URL',
    default: 'none',
    means:
      'NATS servers that events go to (JetStream): `nats://host[:port]` or `tls://…`, several with commas.',
  },
  {
    name: 'LOADLINE_NATS_CREDS',
    default: 'none',
    means: 'A file of credentials (JWT and key) for NATS. This, a token, or user and password.',
  },
  { name: 'LOADLINE_NATS_TOKEN', default: 'none', means: 'A token for NATS.' },
  { name: 'LOADLINE_NATS_USER', default: 'none', means: 'A user of NATS; with the next one.' },
  { name: 'LOADLINE_NATS_PASSWORD', default: 'none', means: 'The password to it.' },
  {
    name: 'LOADLINE_NATS_STREAM',
    default: 'LOADLINE',
    means: 'The stream; made when it is not there (7 days, 1 GiB).',
  },
  {
    name: 'LOADLINE_NATS_SUBJECT_PREFIX',
    default: 'loadline',
    means: 'What subjects begin with.',
  },
  {
    name: 'LOADLINE_INTENTS_FOLDER',
    default: 'none',
    means: 'A folder whose `*.csv` files are imported as order intents.',
  },
  {
    name: 'LOADLINE_LOG_LEVEL',
    default: 'info',
    means: '`trace` `debug` `info` `warn` `error` `fatal` `silent`.',
  },
  {
    name: 'LOADLINE_CUSTOMER_DAYS',
    default: 'for ever',
    means:
      'Days after which delivered, completed and cancelled orders no longer say who they were for, 1 to 36500.',
  },
  {
    name: 'LOADLINE_DRAIN_SECONDS',
    default: '0',
    means:
      'How long `/readyz` says that the office ends before it takes no more calls, 0 to 60. Behind an address that several instances share: twice the pause between its checks.',
  },
  {
    name: 'NODE_EXTRA_CA_CERTS',
    default: 'none',
    means:
      'A file of certificates (PEM) to trust besides, for calls to a server with a private authority.',
  },
]

/** Begin like an office's own and are for benches, the demo and tests. */
const OTHERS = /^LOADLINE_(STATION_TOKEN|DATA|NO_WINDOW|ELECTRON_DIST|TEST_\w+|PAYLOAD_MAX)$/

/** What is set and means nothing, with what was perhaps meant; null when all is known. */
export function findUnknownSetting(
  environment: Readonly<Record<string, string | undefined>>,
): { name: string; meant: string | null } | null {
  const known = SETTINGS.map(({ name }) => name)
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('LOADLINE_') && !known.includes(name) && !OTHERS.test(name),
  )
  if (unknown === undefined) return null
  const [nearest] = known
    .map((name) => ({ name, away: distance(name, unknown) }))
    .toSorted((a, b) => a.away - b.away)
  const isNear = nearest !== undefined && nearest.away <= TYPOS_MAX
  return { name: unknown, meant: isNear ? nearest.name : null }
}

/** Letters that are wrong, missing or too many in a name that was mistyped. */
const TYPOS_MAX = 4

/** How many letters must change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (const [i, left] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, right] of Array.from(b).entries()) {
      const changed = (row[j] ?? 0) + (left === right ? 0 : 1)
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** docs/CONFIGURATION.md as it must stand. */
export function configurationText(): string {
  const table = (settings: readonly Setting[]) =>
    settings.map((one) => `| \`${one.name}\` | ${one.default} | ${one.means} |`).join('\n')
  return `# Configuration of an office

What is wrong stops the start with one sentence and exit code 1; a variable that begins with \`LOADLINE_\` and is
none of these does, too.

| flag | default | means |
| --- | --- | --- |
${table(FLAGS)}

| variable | default | means |
| --- | --- | --- |
${table(SETTINGS)}
`
}
