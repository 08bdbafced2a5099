export { copyCatalogue } from './copy-catalogue.ts'
export { catalogueHandlers } from './handlers.ts'
export { listWarehouseCodes } from './warehouse-codes.ts'
export { writeChangedDocuments } from './write-changed-documents.ts'
