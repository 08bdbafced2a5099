import type { OperationName } from '../routes.ts'
import { aboutExamples } from './about-examples.ts'
import { capacityExamples } from './capacity-examples.ts'
import { catalogueExamples } from './catalogue-examples.ts'
import { consoleExamples } from './console-examples.ts'
import { epcisExamples } from './epcis-examples.ts'
import type { ExampleOf } from './example-of.ts'
import { exceptionExamples } from './exception-examples.ts'
import { floorExamples } from './floor-examples.ts'
import { identityExamples } from './identity-examples.ts'
import { loadingExamples } from './loading-examples.ts'
import { officeExamples } from './office-examples.ts'
import { orderExamples } from './order-examples.ts'
import { pickingExamples } from './picking-examples.ts'
import { searchExamples } from './search-examples.ts'
import { sessionExamples } from './session-examples.ts'
import { privacyExamples } from './privacy-examples.ts'
import { shipmentExamples } from './shipment-examples.ts'
import { stationCareExamples } from './station-care-examples.ts'
import { stationExamples } from './station-examples.ts'
import { stationLogExamples } from './station-log-examples.ts'
import { stockExamples } from './stock-examples.ts'
import { todayExamples } from './today-examples.ts'
import { traceExamples } from './trace-examples.ts'
import { webhookExamples } from './webhook-examples.ts'

/** An example of every call of the office's API; a call without one does not compile. */
export const examples = {
  ...officeExamples,
  ...aboutExamples,
  ...catalogueExamples,
  ...identityExamples,
  ...consoleExamples,
  ...sessionExamples,
  ...capacityExamples,
  ...stockExamples,
  ...orderExamples,
  ...pickingExamples,
  ...loadingExamples,
  ...shipmentExamples,
  ...stationExamples,
  ...stationCareExamples,
  ...stationLogExamples,
  ...exceptionExamples,
  ...floorExamples,
  ...todayExamples,
  ...searchExamples,
  ...traceExamples,
  ...privacyExamples,
  ...webhookExamples,
  ...epcisExamples,
} as const satisfies { [N in OperationName]: ExampleOf<N> }
