import type { ExampleOf } from './example-of.ts'

type Operation = 'frontPage' | 'overview' | 'health' | 'ready' | 'metrics' | 'openapi'

export const officeExamples: { [N in Operation]: ExampleOf<N> } = {
  frontPage: {
    answers: { 200: '<!doctype html><html lang="en"><title>Loadline</title>…' },
  },
  overview: {
    answers: {
      200: {
        version: '1.4.0',
        serverTime: '2026-04-14T12:27:00.000Z',
        ordersByStatus: { CONFIRMED: 41, IN_PROGRESS: 6, PICKED: 3, PACKED: 18, ON_HOLD: 1 },
        openLoads: [
          {
            number: 'LD-000030',
            region: 'ZH',
            deliveryDate: '2026-04-15',
            status: 'claimed',
            units: 4,
            weightGrams: 1_204_300,
          },
        ],
        stations: [
          {
            name: 'Pack 1',
            mode: 'pick-and-pack',
            online: true,
            pending: 0,
            lastSeenAt: '2026-04-14T12:26:58.640Z',
          },
        ],
        openExceptions: [
          {
            code: 'short-pick',
            sentence:
              'Order LL-000247 holds. Missing on list LLP0000427W: 1 × GLUE-5 (the shelf is empty). Ship what there is, or hold it.',
            openedAt: '2026-04-14T12:26:41.377Z',
          },
        ],
      },
    },
  },
  health: { answers: { 200: { status: 'ok', version: '1.4.0' } } },
  ready: {
    answers: {
      200: {
        status: 'ok',
        checks: { database: 'ok', writes: 'ok', schema: 'ok', jobs: 'ok', process: 'ok' },
      },
    },
  },
  metrics: {
    answers: {
      200: '# HELP loadline_stations_online Stations seen within the last minute\n# TYPE loadline_stations_online gauge\nloadline_stations_online 4\n',
    },
  },
  openapi: { answers: { 200: { openapi: '3.1.0', info: {}, paths: {} } } },
}
