// Modules that exceptions call when one is resolved (orders, sync) import exceptions.ts directly.
export { exceptionHandlers } from './handlers.ts'
export { listExceptions } from './read-exceptions.ts'
export { resolveException } from './resolve-exception.ts'
export { exceptionOfOffice, type NewException, type Raised, raiseExceptions } from './exceptions.ts'
