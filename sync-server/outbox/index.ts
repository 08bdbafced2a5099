export { emitEvents, type OfficeEvent } from './emit-events.ts'
