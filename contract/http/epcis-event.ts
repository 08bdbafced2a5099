import { z } from 'zod'
import { Instant } from '../documents/ids.ts'

/** Where the context of EPCIS 2.0 stands, by which its short words mean something. */
export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'

/** A unit that moves as one: a Digital Link URI with its SSCC. */
const Sscc = z.string().regex(/^https:\/\/id\.gs1\.org\/00\/\d{18}$/)

/** A name of ours for what GS1 has none for. */
const OurUri = z.string().regex(/^urn:x-loadline:[a-z]+(:[\w.!~*'()%-]+)+$/)

/** A product, with its lot where it has one. */
const EpcClass = z.union([
  z.string().regex(/^https:\/\/id\.gs1\.org\/01\/\d{14}(\/10\/[\w.!~*'()%-]+)?$/),
  OurUri,
])

const Place = z.strictObject({ id: OurUri })

const BizTransaction = z.strictObject({
  type: z
    .enum(['po', 'desadv', 'bol'])
    .describe('The order, the shipment it leaves in, the load it leaves on.'),
  bizTransaction: OurUri,
})

const Common = {
  eventID: z.string().regex(/^urn:uuid:[\da-f-]{36}$/),
  eventTime: Instant,
  recordTime: Instant,
  eventTimeZoneOffset: z.string().regex(/^([+]|[-])((0[0-9]|1[0-3]):([0-5][0-9])|14:00)$/),
  readPoint: Place,
  bizLocation: Place.optional(),
  bizTransactionList: z.array(BizTransaction).min(1).optional(),
}

/**
 * Goods or units that were put into a unit, or taken out of it (EPCIS 2.0, section 7.4.3: `childEPCs` or
 * `childQuantityList` with at least one, `parentID` for ADD and DELETE).
 */
const AggregationEvent = z.strictObject({
  type: z.literal('AggregationEvent'),
  ...Common,
  bizStep: z.enum(['packing', 'unpacking']),
  disposition: z.literal('in_progress'),
  action: z.enum(['ADD', 'DELETE']),
  parentID: Sscc,
  childEPCs: z.array(Sscc).min(1).optional(),
  childQuantityList: z
    .array(z.strictObject({ epcClass: EpcClass, quantity: z.int().positive() }))
    .min(1)
    .optional()
    .describe('In base units of the product.'),
})

/** Units that were put on a truck or taken off it, or that left with it (EPCIS 2.0, section 7.4.2). */
const ObjectEvent = z.strictObject({
  type: z.literal('ObjectEvent'),
  ...Common,
  bizStep: z.enum(['loading', 'unloading', 'departing']),
  disposition: z.enum(['in_progress', 'in_transit']),
  action: z.literal('OBSERVE'),
  epcList: z.array(Sscc).min(1),
})

/** One event of the feed, as EPCIS 2.0 writes it in JSON-LD with words of CBV 2.0. */
export const EpcisEvent = z.discriminatedUnion('type', [AggregationEvent, ObjectEvent])
export type EpcisEvent = z.infer<typeof EpcisEvent>

/** Some events, as a document of EPCIS 2.0 (section 10, `EPCISDocument`). */
export const EpcisDocument = z.object({
  '@context': z.tuple([z.literal(EPCIS_CONTEXT)]),
  type: z.literal('EPCISDocument'),
  schemaVersion: z.literal('2.0'),
  creationDate: Instant,
  epcisBody: z.object({ eventList: z.array(EpcisEvent) }),
})
export type EpcisDocument = z.infer<typeof EpcisDocument>
