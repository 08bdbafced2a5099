import type { DocumentReader } from '#contract/documents/document.ts'
import type { OfficeEvent } from '../outbox/emit-events.ts'
import type { DecidedBatch } from './decide-batch.ts'

/** Loads that a batch sent off; `read` is what stood before it. */
export function departedEvents({ overlay }: DecidedBatch, read: DocumentReader): OfficeEvent[] {
  return overlay.changedOf('load').flatMap(({ doc: load }): OfficeEvent[] => {
    if (load.status !== 'departed' || read.get('load', load.id)?.status === 'departed') return []
    const { id: loadId, number, region, deliveryDate, driver, vehicle } = load
    const unitIds = load.units.map(({ unitId }) => unitId)
    const data = { loadId, number, region, deliveryDate, plate: vehicle.plate, driver, unitIds }
    return [{ type: 'load.departed', subject: `load/${loadId}`, data }]
  })
}
