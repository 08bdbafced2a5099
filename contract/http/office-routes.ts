import { z } from 'zod'
import { Instant } from '../documents/ids.ts'
import type { RouteDefinition } from './route.ts'

export const officeRoutes = {
  frontPage: {
    method: 'GET',
    path: '/',
    tag: 'Office',
    summary: 'The office page',
    description:
      'A page in one piece that asks for a token and then shows the figures of `/v1/overview`.',
    auth: 'public',
    answers: { 200: { summary: 'A page', contentType: 'text/html; charset=utf-8' } },
    problems: [],
  },
  overview: {
    method: 'GET',
    path: '/v1/overview',
    tag: 'Office',
    summary: 'The figures of the office page',
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
    summary: 'The database answers',
    description:
      'While the database does not answer this is 503 `busy`: send no calls here until it is ' +
      '200 again.',
    auth: 'public',
    answers: { 200: { summary: 'It does', body: z.object({ status: z.literal('ok') }) } },
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
