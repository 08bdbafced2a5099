// Modules that sync itself calls (orders, inventory, capacity, exceptions) import documents.ts directly.
export { collectTombstones } from './collect-tombstones.ts'
export { decideAsOffice, type OfficeAction, type OfficeRuling } from './decide-as-office.ts'
export { type DocumentWrite, readDocuments, writeDocuments } from './documents.ts'
export { ensureEpoch } from './epoch.ts'
export { syncHandlers } from './handlers.ts'
export { type Hub, startHub } from './hub.ts'
