import type { ExampleOf } from './example-of.ts'
import { EPOCH } from './story.ts'

export const aboutExamples: { getAbout: ExampleOf<'getAbout'> } = {
  getAbout: {
    answers: {
      200: {
        version: '1.4.0',
        minStationVersion: '1.0.0',
        database: 'postgres',
        databaseVersion: '17.2',
        schema: '0006_the_office.sql',
        epoch: EPOCH,
        createdAt: '2026-03-01T08:00:00.000Z',
        serverTime: '2026-04-14T12:26:41.377Z',
        publicUrl: 'https://office.example',
      },
    },
  },
}
