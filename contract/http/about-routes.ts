import { z } from 'zod'
import { Instant } from '../documents/ids.ts'
import type { RouteDefinition } from './route.ts'

export const aboutRoutes = {
  getAbout: {
    method: 'GET',
    path: '/v1/about',
    tag: 'Office',
    summary: 'Which office this is: version, schema, database, address',
    auth: 'office',
    scope: 'office:read',
    answers: {
      200: {
        summary: 'What runs here',
        body: z.object({
          version: z.string(),
          minStationVersion: z
            .string()
            .describe('The oldest station app that is still given work (VER-1).'),
          database: z.enum(['pglite', 'postgres']),
          databaseVersion: z.string(),
          schema: z.string().describe('The newest migration that ran, as `0006_the_office.sql`.'),
          epoch: z.string().describe('Another one after each restore from a backup (EPOCH-1).'),
          createdAt: Instant,
          serverTime: Instant,
          publicUrl: z
            .string()
            .nullable()
            .describe('Where benches reach it; null where nobody has said so.'),
        }),
      },
    },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>
