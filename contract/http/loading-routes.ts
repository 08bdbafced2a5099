import { z } from 'zod'
import { Day, Reference, Text } from '../documents/ids.ts'
import { Vehicle } from '../documents/load.ts'
import type { RouteDefinition } from './route.ts'

const LoadAnswer = z.object({
  id: z.string(),
  number: z.string(),
  code: z.string(),
  status: z.string(),
  warehouse: Reference,
  region: Reference,
  deliveryDate: Day,
  vehicle: Vehicle,
  driver: Text,
  stops: z.array(z.string()),
  seal: z.string().nullable(),
  units: z.array(z.record(z.string(), z.unknown())),
  weightGrams: z.int(),
})

export const loadingRoutes = {
  postLoad: {
    method: 'POST',
    path: '/v1/loads',
    tag: 'Loading',
    summary: 'Plan a load: a vehicle for a region and day',
    auth: 'office',
    scope: 'loading:write',
    body: z.object({
      warehouse: Reference,
      region: Reference,
      deliveryDate: Day,
      vehicle: Vehicle,
      driver: Text,
      stops: z.array(z.string().max(64)).max(500).optional(),
    }),
    answers: { 201: { summary: 'The load', body: LoadAnswer } },
    problems: ['unknown-warehouse', 'unknown-region'],
  },
  getLoad: {
    method: 'GET',
    path: '/v1/loads/{number}',
    tag: 'Loading',
    summary: 'One load',
    auth: 'office',
    scope: 'loading:read',
    params: z.object({ number: Reference }),
    answers: { 200: { summary: 'The load', body: LoadAnswer } },
    problems: ['not-found'],
  },
  departLoad: {
    method: 'POST',
    path: '/v1/loads/{number}/depart',
    tag: 'Loading',
    summary: 'The truck has left: a fact, whatever was refused before',
    auth: 'office',
    scope: 'loading:write',
    params: z.object({ number: Reference }),
    answers: { 200: { summary: 'The load', body: LoadAnswer } },
    problems: ['not-found', 'wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>
