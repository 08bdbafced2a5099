export { exceptionDocument, type NewException, openExceptions, referenceOf } from './exceptions.ts'
export { exceptionHandlers } from './handlers.ts'
export { sentenceFor } from './sentences.ts'
