import type { z } from 'zod'
import type { LOG_FILE_TYPE } from '../sync/log-file.ts'
import type { ProblemCode } from './problems.ts'
import type { Scope } from './scopes.ts'
import type { TagName } from './tags.ts'

/**
 * Who may call: anyone, somebody of the office (a user or an API token), or an enrolled station. A
 * `courier` call carries either a signature of its own or an office token.
 */
export type RouteAuth = 'public' | 'office' | 'station' | 'courier'

/** What an office caller must be allowed to; every route for them names it. */
type RouteAccess =
  { auth: 'office'; scope: Scope } | { auth: Exclude<RouteAuth, 'office'>; scope?: undefined }

/** One good answer. Without `body` and `contentType` there is nothing in it. */
export type AnswerDefinition = {
  summary: string
  /** JSON of this shape. */
  body?: z.ZodType
  /** Anything that is not JSON: its media type. */
  contentType?: string
}

/** One call of the office's API. OpenAPI, validation and handler types are made from it. */
export type RouteDefinition = RouteAccess & {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Parameters in braces: `/v1/products/{sku}`. */
  path: string
  tag: TagName
  summary: string
  /** What the summary does not say: what else it does, what the same call again does, what tells good answers apart. */
  description?: string
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** The body's media type; JSON by default. Of text it is a string, of anything else its bytes. */
  bodyType?: 'text/csv' | typeof LOG_FILE_TYPE
  /** A PUT that makes what does not exist yet; with `If-None-Match: *` it does nothing else. */
  createsByPut?: boolean
  /** A revoked station may still make this call while a person has it drained (SEC-1). */
  whileDrained?: boolean
  /** Bytes of the body after decompression; `BODY_BYTES_MAX` by default. */
  bodyBytesMax?: number
  answers: Readonly<Record<number, AnswerDefinition>>
  /** Codes beyond those any call can give (see `commonProblems`). */
  problems: readonly ProblemCode[]
}

/** Largest request body, after decompression; a push has its own, smaller limit. */
export const BODY_BYTES_MAX = 1024 * 1024

/** Longest page of any list. */
export const PAGE_LIMIT_MAX = 500
export const PAGE_LIMIT_DEFAULT = 100

/** Codes of an address that leads to no call at all. */
export const addressProblems: readonly ProblemCode[] = ['not-found', 'method-not-allowed']

/** Codes that any call of this shape can give besides its own. */
export function commonProblems(route: RouteDefinition): ProblemCode[] {
  return [
    ...(route.params || route.query || route.body ? (['invalid-request'] as const) : []),
    // A body is read before anybody asks whether the call has one.
    ...(route.method === 'GET'
      ? []
      : (['bad-json', 'too-large', 'unsupported-media-type'] as const)),
    ...(route.createsByPut === true ? (['already-exists'] as const) : []),
    ...(route.auth === 'public' ? [] : (['unauthorized', 'forbidden'] as const)),
    ...(route.method !== 'GET' && route.auth !== 'station' ? (['bad-csrf-token'] as const) : []),
    ...(route.auth === 'station' ? (['revoked'] as const) : []),
    ...(route.auth === 'courier' ? (['bad-signature'] as const) : []),
    'wrong-host',
    'internal',
    'busy',
  ]
}
