import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import { z } from 'zod'

/** See the session's cookie: over TLS the name itself keeps neighbours from putting it there. */
const SECURE_NAME = '__Host-loadline-known'
const PLAIN_NAME = 'loadline-known'

/** How long a browser that nobody signs in with is remembered. */
const KNOWN_MS = 180 * 24 * 60 * 60 * 1_000

/** People whom one browser is known for; the one who was here longest ago makes room. */
const PEOPLE_MAX = 8

/** 96 bits. */
const ID_BYTES = 12

/** That a browser has seen somebody sign in well. It does not say whom. */
const Mark = z.strictObject({
  id: z.string().length((ID_BYTES * 4) / 3),
  until: z.int(),
  proof: z.string().min(1),
})
type Mark = z.infer<typeof Mark>
const Marks = z.array(Mark).max(PEOPLE_MAX)

/** Longest cookie that is read, in characters. */
const LENGTH_MAX = 2_000

type User = { name: string; passwordHash: string }
type Here = { cookies: string | undefined; isSecure: boolean; nowMs: number }

/**
 * Whether that user has signed in well with this browser before, and which it is; undefined otherwise. What proves it
 * hangs on the hash of the password, which leaves the database nowhere: all instances can check it, nothing of it is
 * kept, and a new password voids it.
 */
export function knownDevice(user: User, here: Here): string | undefined {
  return marksIn(here).find((mark) => isOf(user, mark))?.id
}

/** The header by which a browser remembers that this user has just signed in well with it. */
export function knownDeviceCookie(
  user: User,
  here: Here,
  randomBytes: (count: number) => Uint8Array,
): string {
  const marks = marksIn(here)
  const before = marks.find((mark) => isOf(user, mark))
  const id = before?.id ?? Buffer.from(randomBytes(ID_BYTES)).toString('base64url')
  const until = here.nowMs + KNOWN_MS
  const mark = { id, until, proof: proofOf(user, { id, until }) }
  const others = marks.filter((other) => other !== before)
  const kept = [mark, ...others].slice(0, PEOPLE_MAX)
  return stringifySetCookie({
    name: here.isSecure ? SECURE_NAME : PLAIN_NAME,
    value: Buffer.from(kept.map(textOf).join('~')).toString('base64url'),
    expires: new Date(until),
    httpOnly: true,
    path: '/',
    sameSite: 'strict',
    secure: here.isSecure,
  })
}

function marksIn({ cookies, isSecure, nowMs }: Here): readonly Mark[] {
  if (cookies === undefined) return []
  const text = parseCookie(cookies)[isSecure ? SECURE_NAME : PLAIN_NAME] ?? ''
  if (text === '' || text.length > LENGTH_MAX) return []
  const parts = Buffer.from(text, 'base64url').toString('latin1').split('~')
  const marks = Marks.safeParse(parts.map(markOf))
  return marks.success ? marks.data.filter(({ until }) => until > nowMs) : []
}

function textOf({ id, until, proof }: Mark): string {
  return `${id}.${until}.${proof}`
}

function markOf(text: string): unknown {
  const [id, until, proof, ...more] = text.split('.')
  return more.length > 0 ? null : { id, until: Number(until), proof }
}

function isOf(user: User, mark: Mark): boolean {
  const wanted = Buffer.from(proofOf(user, mark))
  const given = Buffer.from(mark.proof)
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}

function proofOf({ name, passwordHash }: User, { id, until }: Pick<Mark, 'id' | 'until'>): string {
  return createHmac('sha256', passwordHash)
    .update(`loadline-known-device\n${name}\n${id}\n${until}`)
    .digest('base64url')
}
