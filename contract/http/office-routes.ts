import { z } from 'zod'
import { Instant } from '../documents/ids.ts'
import type { RouteDefinition } from './route.ts'

/** What `/readyz` looks at. */
export const READY_CHECKS = ['database', 'writes', 'schema', 'jobs', 'process'] as const
export type ReadyCheck = (typeof READY_CHECKS)[number]

export const officeRoutes = {
  frontPage: {
    method: 'GET',
    path: '/',
    tag: 'Office',
    summary: 'The console',
    description:
      'The pages that people of the office work with. Every other address that asks for HTML and is no ' +
      'call answers with the same page, so that links lead into it.',
    auth: 'public',
    answers: { 200: { summary: 'A page', contentType: 'text/html; charset=utf-8' } },
    problems: [],
  },
  overview: {
    method: 'GET',
    path: '/v1/overview',
    tag: 'Office',
    summary: 'Figures of the office in one answer',
    auth: 'office',
    scope: 'office:read',
    answers: {
      200: {
        summary: 'Figures',
        body: z.object({
          version: z.string(),
          serverTime: Instant,
          ordersByStatus: z.record(z.string(), z.int()),
          openLoads: z.array(
            z.object({
              number: z.string(),
              region: z.string(),
              deliveryDate: z.string(),
              status: z.string(),
              units: z.int(),
              weightGrams: z.int(),
            }),
          ),
          stations: z.array(
            z.object({
              name: z.string(),
              mode: z.string(),
              online: z.boolean(),
              pending: z.int(),
              lastSeenAt: Instant.nullable(),
            }),
          ),
          openExceptions: z.array(
            z.object({ code: z.string(), sentence: z.string(), openedAt: Instant }),
          ),
        }),
      },
    },
    problems: [],
  },
  health: {
    method: 'GET',
    path: '/healthz',
    tag: 'Office',
    summary: 'The process lives',
    description: 'Asks nothing of the database. Restart the process when it does not answer.',
    auth: 'public',
    answers: {
      200: { summary: 'It does', body: z.object({ status: z.literal('ok'), version: z.string() }) },
    },
    problems: [],
  },
  ready: {
    method: 'GET',
    path: '/readyz',
    tag: 'Office',
    summary: 'Calls may be sent here',
    description:
      'The database answers and takes writes, has a schema that this version works with, work that is due ' +
      'by itself is looked for, and nobody has told the office to end. Else this is 503 `busy` within two ' +
      'seconds, with what is wrong in `checks`: send no calls here until it is 200 again.',
    auth: 'public',
    answers: {
      200: {
        summary: 'They may',
        body: z.object({
          status: z.literal('ok'),
          checks: z.record(z.enum(READY_CHECKS), z.string()).describe('Each is `ok`.'),
        }),
      },
    },
    problems: [],
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    tag: 'Office',
    summary: 'Metrics for Prometheus',
    description: 'Open to everybody who reaches the port, and without anything of customers.',
    auth: 'public',
    answers: {
      200: { summary: 'Metrics', contentType: 'text/plain; version=0.0.4; charset=utf-8' },
    },
    problems: [],
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    tag: 'Office',
    summary: 'This description',
    description: 'Made from the same table that checks every request.',
    auth: 'public',
    answers: { 200: { summary: 'OpenAPI 3.1', body: z.record(z.string(), z.unknown()) } },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>
